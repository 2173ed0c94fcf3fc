package dev.codexgateway.hooks;

import dev.codexgateway.core.config.ConfigException;
import dev.codexgateway.core.config.ConfigProblem;
import dev.codexgateway.core.config.GatewayConfig;
import dev.codexgateway.core.hook.HookDefinition;
import dev.codexgateway.core.secret.SecretStore;
import dev.codexgateway.hooks.cel.CelIssues;
import dev.codexgateway.hooks.cel.Expressions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The webhooks of a configuration, compiled. Safe for use by many threads. */
public final class Hooks {
  private final SequencedMap<String, Hook> hooks;

  private Hooks(SequencedMap<String, Hook> hooks) {
    this.hooks = hooks;
  }

  /**
   * Without hooks it costs nothing: the expression language is not even loaded.
   *
   * @throws ConfigException with everything that is wrong, each with its line and path
   */
  public static Hooks compile(GatewayConfig config) throws ConfigException {
    SequencedMap<String, Hook> hooks = new LinkedHashMap<>();
    if (!config.hooks().isEmpty()) {
      CelIssues issues = new CelIssues();
      Expressions expressions = new Expressions(issues);
      for (HookDefinition definition : config.hooks()) {
        HookCompiler compiler =
            new HookCompiler(definition, config.commands(), expressions, issues);
        compiler.compile().ifPresent(hook -> hooks.put(hook.name(), hook));
      }
      refuse(config.file(), issues.problems());
    }
    return new Hooks(hooks);
  }

  private static void refuse(String file, List<ConfigProblem> problems) throws ConfigException {
    if (!problems.isEmpty()) {
      List<ConfigProblem> sorted = new ArrayList<>(problems);
      sorted.sort(Comparator.comparingInt(ConfigProblem::line));
      throw new ConfigException(file, sorted);
    }
  }

  public Optional<Hook> find(String name) {
    return Optional.ofNullable(hooks.get(name));
  }

  /** In the order of the configuration. */
  public List<Hook> all() {
    return List.copyOf(hooks.values());
  }

  /**
   * Why hooks cannot start, by name: without a usable secret a hook believes nobody. Empty where
   * all can.
   */
  public Map<String, String> secretFlaws(SecretStore secrets) {
    Map<String, String> flaws = new LinkedHashMap<>();
    all().forEach(hook -> hook.secretFlaw(secrets).ifPresent(flaw -> flaws.put(hook.name(), flaw)));
    return flaws;
  }
}
