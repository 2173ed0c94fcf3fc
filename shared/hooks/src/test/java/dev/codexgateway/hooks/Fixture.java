package dev.codexgateway.hooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.codexgateway.core.config.ConfigException;
import dev.codexgateway.core.config.GatewayConfig;
import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.secret.Secret;
import dev.codexgateway.core.secret.SecretStore;
import dev.codexgateway.hooks.verify.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hooks from a piece of configuration, and deliveries to them. */
public final class Fixture {
  public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  public static final String COMMANDS =
      """
      commands:
        echo: {executable: /bin/echo, args: any}
        deploy:
          executable: /opt/deploy
          args:
            - --branch
            - slot: branch
              pattern: '[a-z0-9/_.-]+'
              max_chars: 64
            - slot: count
              integer: {min: 0, max: 100}
              default: 1
          caller_env: {MODE: 'fast|exact'}
          max_timeout_seconds: 60
          retry_safe: true
      """;

  private Fixture() {}

  /**
   * @param hooks the lines under {@code hooks:}
   */
  public static Hooks hooks(String hooks) {
    try {
      return compile(hooks);
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  public static Hooks compile(String hooks) throws ConfigException {
    return Hooks.compile(GatewayConfig.parse("g.yaml", COMMANDS + "hooks:\n" + hooks.indent(2)));
  }

  /** The only hook. */
  public static Hook hook(String hook) {
    return hooks(hook).all().getFirst();
  }

  /** A hook that verifies that way, with the secret {@code s}, and echoes. */
  public static Hook verifiedBy(String verifier) {
    return hook(
        """
        h:
          verifier: %s
          secret: s
          jobs: [{command: echo, args: [hello]}]
        """
            .formatted(verifier));
  }

  public static SecretStore secrets(String... namesAndValues) {
    Map<String, Secret> secrets = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      secrets.put(namesAndValues[i], new Secret(namesAndValues[i + 1]));
    }
    return name -> Optional.ofNullable(secrets.get(name));
  }

  public static HookRequest json(String body, String... headers) {
    List<String> all = new ArrayList<>(List.of("content-type", "application/json"));
    all.addAll(List.of(headers));
    return request(body.getBytes(UTF_8), all.toArray(String[]::new));
  }

  public static HookRequest request(byte[] body, String... headers) {
    Map<String, List<String>> map = new LinkedHashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      map.computeIfAbsent(headers[i], _ -> new ArrayList<>()).add(headers[i + 1]);
    }
    return new HookRequest("POST", map, Map.of(), body, Optional.empty());
  }

  public static HookRequest signed(HookRequest request, Signature signature) {
    Map<String, List<String>> headers = new LinkedHashMap<>(request.headers());
    signature.headers().forEach((name, value) -> headers.put(name, List.of(value)));
    Map<String, List<String>> query = new LinkedHashMap<>(request.query());
    signature.query().forEach((name, value) -> query.put(name, List.of(value)));
    return new HookRequest(request.method(), headers, query, request.body(), Optional.empty());
  }
}
