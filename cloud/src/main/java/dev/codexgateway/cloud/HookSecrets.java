package dev.codexgateway.cloud;

import dev.codexgateway.core.config.ConfigException;
import dev.codexgateway.core.config.GatewayConfig;
import dev.codexgateway.core.secret.SecretVariable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The secrets that the configuration's webhooks name, from the variables in which the one-machine
 * gateway looks for them, too.
 */
final class HookSecrets {
  private HookSecrets() {}

  /**
   * @return values by name of the secret; empty where there is no webhook
   * @throws IllegalStateException where the configuration cannot be used, or a value is missing
   */
  static Map<String, String> of(Path config, Map<String, String> environment) {
    Map<String, String> values = new TreeMap<>();
    for (String name : names(config)) {
      values.put(
          name,
          Optional.ofNullable(environment.get(SecretVariable.of(name)))
              .filter(value -> !value.isEmpty())
              .orElseThrow(() -> new IllegalStateException(missing(config, name))));
    }
    return values;
  }

  private static List<String> names(Path config) {
    try {
      return GatewayConfig.load(config).hooks().stream()
          .flatMap(hook -> hook.secrets().stream())
          .distinct()
          .toList();
    } catch (ConfigException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static String missing(Path config, String name) {
    return "a webhook of %s needs the secret %s: set %s"
        .formatted(config, name, SecretVariable.of(name));
  }
}
