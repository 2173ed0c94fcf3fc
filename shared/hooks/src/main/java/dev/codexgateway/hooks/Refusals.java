package dev.codexgateway.hooks;

import dev.codexgateway.hooks.Evaluation.Refusal;
import dev.codexgateway.hooks.cel.Budget;
import dev.codexgateway.hooks.cel.Expression;
import dev.codexgateway.hooks.cel.Outcome;
import dev.codexgateway.hooks.cel.Variables;
import java.util.Optional;

/** Asks filters. One that meets a missing member has not said yes. */
final class Refusals {
  private Refusals() {}

  /** Empty where the filter is true. */
  static Optional<Refusal> of(String what, Expression filter, Variables variables, Budget budget) {
    return switch (filter.asBoolean(variables, budget)) {
      case Outcome.Value<Boolean>(Boolean said) ->
          said ? Optional.empty() : Optional.of(refusal(what + " is false", filter, variables));
      case Outcome.Failed<Boolean>(String reason) ->
          Optional.of(refusal(what + " cannot be told: " + reason, filter, variables));
    };
  }

  private static Refusal refusal(String reason, Expression filter, Variables variables) {
    return new Refusal(reason, filter.source(), filter.observed(variables));
  }
}
