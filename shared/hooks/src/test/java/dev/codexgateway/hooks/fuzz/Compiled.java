package dev.codexgateway.hooks.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.codexgateway.core.command.CommandCatalog;
import dev.codexgateway.core.config.ConfigException;
import dev.codexgateway.core.config.GatewayConfig;
import dev.codexgateway.core.hook.ConfigText;
import dev.codexgateway.core.hook.HookDefinition;
import dev.codexgateway.core.hook.JobRule;
import dev.codexgateway.core.hook.VerifierDefinition;
import dev.codexgateway.hooks.Fixture;
import dev.codexgateway.hooks.Hook;
import dev.codexgateway.hooks.Hooks;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A hook of any texts, past the YAML reader. */
final class Compiled {
  private static final CommandCatalog COMMANDS = commands();

  private Compiled() {}

  private static CommandCatalog commands() {
    try {
      return GatewayConfig.parse("g.yaml", Fixture.COMMANDS).commands();
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  /** Empty where it is refused, which must have reasons. */
  static Optional<Hook> hook(String filter, String template) {
    JobRule rule =
        new JobRule(
            Optional.empty(),
            new ConfigText("echo", 1, "c"),
            new JobRule.Args.Each(List.of(new ConfigText(template, 2, "t"))),
            Optional.empty(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty());
    HookDefinition definition =
        new HookDefinition(
            new ConfigText("h", 1, "h"),
            "",
            "admin",
            new VerifierDefinition.GitHub(),
            List.of("s"),
            Optional.of(new ConfigText(filter, 3, "f")),
            Optional.empty(),
            List.of(rule),
            1000);
    try {
      return Hooks.compile(new GatewayConfig("g", COMMANDS, List.of(definition))).find("h");
    } catch (ConfigException e) {
      assertFalse(e.problems().isEmpty());
      return Optional.empty();
    }
  }
}
