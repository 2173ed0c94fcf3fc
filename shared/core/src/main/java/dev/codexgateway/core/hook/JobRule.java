package dev.codexgateway.core.hook;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One job that a delivery may become. A template is a text with CEL expressions in <code>${…}
 * </code>.
 *
 * @param filter a CEL expression; without it the rule always applies
 * @param command a name in the configuration, never from a delivery
 * @param stdin a template
 * @param env templates by name of a variable that the command takes from callers
 * @param labels templates by name
 * @param timeout empty for the default
 * @param idempotency a template: deliveries that give the same text within 24 hours share one job
 */
public record JobRule(
    Optional<ConfigText> filter,
    ConfigText command,
    Args args,
    Optional<ConfigText> stdin,
    Map<String, ConfigText> env,
    Map<String, ConfigText> labels,
    Optional<Duration> timeout,
    Optional<ConfigText> idempotency) {
  public JobRule {
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /** Where the arguments come from. */
  public sealed interface Args {
    /** One template for each argument, so a delivery cannot change their number. */
    record Each(List<ConfigText> templates) implements Args {
      public Each {
        templates = List.copyOf(templates);
      }
    }

    /** One expression that gives the whole list. */
    record Whole(ConfigText template) implements Args {}
  }
}
