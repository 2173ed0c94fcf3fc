package dev.codexgateway.hooks;

import dev.codexgateway.core.command.CommandCatalog;
import dev.codexgateway.core.command.CommandCatalog.Decision;
import dev.codexgateway.core.command.CommandDefinition;
import dev.codexgateway.core.job.JobSpec;
import dev.codexgateway.core.rpc.RpcError.BadMember;
import dev.codexgateway.hooks.Evaluation.Refusal;
import dev.codexgateway.hooks.Evaluation.Rule;
import dev.codexgateway.hooks.cel.Budget;
import dev.codexgateway.hooks.cel.Expression;
import dev.codexgateway.hooks.cel.Outcome;
import dev.codexgateway.hooks.cel.Template;
import dev.codexgateway.hooks.cel.Variables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One job rule, compiled.
 *
 * @param commands the policy, which is asked again for each delivery's values
 */
record CompiledRule(
    int index,
    Optional<Expression> filter,
    CommandDefinition command,
    CompiledArgs args,
    Optional<Template> stdin,
    Map<String, Template> env,
    Map<String, Template> labels,
    Duration timeout,
    Optional<Template> idempotency,
    CommandCatalog commands) {
  private static final int MAX_STDIN_CHARS = 1024 * 1024;
  private static final int MAX_LABEL_CHARS = 256;
  private static final int MAX_KEY_CHARS = 255;

  /** A value that is not fit; ends the evaluation of the rule. */
  private static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;
    private final String member;
    private final String reason;

    Unfit(String member, String reason) {
      super(reason, null, false, false);
      this.member = member;
      this.reason = reason;
    }
  }

  Rule evaluate(Variables variables, Budget budget) {
    Optional<Refusal> refusal =
        filter.flatMap(
            expression ->
                Refusals.of("the filter of job " + (index + 1), expression, variables, budget));
    if (refusal.isPresent()) {
      return new Rule.Unwanted(index, refusal.get());
    }
    try {
      return matched(variables, budget);
    } catch (Unfit unfit) {
      return new Rule.Invalid(index, unfit.member, unfit.reason);
    }
  }

  private Rule matched(Variables variables, Budget budget) throws Unfit {
    JobSpec spec =
        new JobSpec(
            command.name(),
            args(variables, budget),
            text("stdin", stdin, MAX_STDIN_CHARS, variables, budget),
            texts("env", env, Integer.MAX_VALUE, variables, budget),
            timeout,
            texts("labels", labels, MAX_LABEL_CHARS, variables, budget));
    Optional<String> key = text("idempotency", idempotency, MAX_KEY_CHARS, variables, budget);
    if (key.filter(String::isEmpty).isPresent()) {
      throw new Unfit("idempotency", "must not be empty");
    }
    return switch (commands.decide(spec.command(), spec.args(), spec.env())) {
      case Decision.Allowed(CommandDefinition allowed, List<String> argv, var _) ->
          new Rule.Matched(index, spec, argv, allowed.maxAttempts(), key);
      case Decision.Refused(List<BadMember> members) ->
          new Rule.Invalid(index, members.getFirst().name(), members.getFirst().reason());
    };
  }

  private List<String> args(Variables variables, Budget budget) throws Unfit {
    return switch (args) {
      case CompiledArgs.Each(List<Template> templates) -> each(templates, variables, budget);
      case CompiledArgs.Whole(Expression list) -> required("args", list.asTexts(variables, budget));
    };
  }

  private static List<String> each(List<Template> templates, Variables variables, Budget budget)
      throws Unfit {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < templates.size(); i++) {
      texts.add(required("args[" + i + "]", templates.get(i).evaluate(variables, budget)));
    }
    return texts;
  }

  private static Map<String, String> texts(
      String member, Map<String, Template> templates, int maxChars, Variables variables, Budget b)
      throws Unfit {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, Template> entry : templates.entrySet()) {
      String name = member + "." + entry.getKey();
      text(name, Optional.of(entry.getValue()), maxChars, variables, b)
          .ifPresent(text -> texts.put(entry.getKey(), text));
    }
    return texts;
  }

  private static Optional<String> text(
      String member, Optional<Template> template, int maxChars, Variables variables, Budget budget)
      throws Unfit {
    if (template.isEmpty()) {
      return Optional.empty();
    }
    String text = required(member, template.get().evaluate(variables, budget));
    if (text.length() > maxChars) {
      throw new Unfit(member, "has more than " + maxChars + " characters");
    }
    return Optional.of(text);
  }

  private static <T> T required(String member, Outcome<T> outcome) throws Unfit {
    return switch (outcome) {
      case Outcome.Value<T>(T value) -> value;
      case Outcome.Failed<T>(String reason) -> throw new Unfit(member, reason);
    };
  }
}
