package dev.codexgateway.hooks.cel;

import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelVariableResolver;
import java.util.Map;
import java.util.Optional;

/**
 * What expressions see of a delivery.
 *
 * @param headers by name in lower case; several values of one header are joined with a comma
 * @param query the first value of each parameter
 * @param body made by {@link JsonValues}
 * @param raw the body as text
 * @param remoteAddress empty where unknown
 */
public record Variables(
    String hook,
    String method,
    Map<String, String> headers,
    Map<String, String> query,
    Object body,
    String raw,
    String remoteAddress)
    implements CelVariableResolver {
  static final String HOOK = "hook";
  static final String METHOD = "method";
  static final String HEADERS = "headers";
  static final String QUERY = "query";
  static final String BODY = "body";
  static final String RAW = "raw";
  static final String REMOTE_ADDRESS = "remote_address";

  /** What a body is that has nothing in it. */
  public static final Object NOTHING = NullValue.NULL_VALUE;

  @Override
  public Optional<Object> find(String name) {
    return switch (name) {
      case HOOK -> Optional.of(hook);
      case METHOD -> Optional.of(method);
      case HEADERS -> Optional.of(headers);
      case QUERY -> Optional.of(query);
      case BODY -> Optional.of(body);
      case RAW -> Optional.of(raw);
      case REMOTE_ADDRESS -> Optional.of(remoteAddress);
      default -> Optional.empty();
    };
  }
}
