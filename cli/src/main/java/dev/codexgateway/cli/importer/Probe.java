package dev.codexgateway.cli.importer;

import dev.codexgateway.core.hook.ConfigText;
import dev.codexgateway.hooks.cel.Budget;
import dev.codexgateway.hooks.cel.CelIssues;
import dev.codexgateway.hooks.cel.Expressions;
import dev.codexgateway.hooks.cel.Outcome;
import dev.codexgateway.hooks.cel.Variables;
import java.util.Map;

/** Asks the expression language itself about texts that it reads only when it meets them. */
final class Probe {
  private static final Variables NOTHING =
      new Variables("", "POST", Map.of(), Map.of(), Variables.NOTHING, "", "");

  private final Expressions expressions = new Expressions(new CelIssues());

  boolean isRegex(String regex) {
    return hasValue("\"\".matches(" + Texts.cel(regex) + ")");
  }

  boolean isAddressRange(String ranges) {
    return hasValue("ip_in(\"192.0.2.1\", " + Texts.cel(ranges) + ")");
  }

  private boolean hasValue(String expression) {
    return expressions
        .filter(new ConfigText(expression, 1, ""))
        .map(filter -> filter.asBoolean(NOTHING, new Budget()))
        .filter(Outcome.Value.class::isInstance)
        .isPresent();
  }
}
