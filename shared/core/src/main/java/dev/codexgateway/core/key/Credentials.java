package dev.codexgateway.core.key;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The key in a request's headers: {@code X-API-Key}, or {@code Authorization: Bearer} (RFC 6750
 * section 2.1). Never from the query string, which ends up in logs.
 */
public sealed interface Credentials {
  record Given(String key) implements Credentials {
    @Override
    public String toString() {
      return "Given[…]";
    }
  }

  record None() implements Credentials {}

  /** Two different keys: the caller must say which. */
  record Contradictory() implements Credentials {}

  /**
   * @param apiKey all values of {@code X-API-Key}
   * @param authorization all values of {@code Authorization}
   */
  static Credentials from(List<String> apiKey, List<String> authorization) {
    Set<String> keys = new LinkedHashSet<>();
    apiKey.stream().map(String::strip).filter(key -> !key.isEmpty()).forEach(keys::add);
    authorization.stream().map(Credentials::bearer).flatMap(Optional::stream).forEach(keys::add);
    return switch (keys.size()) {
      case 0 -> new None();
      case 1 -> new Given(keys.iterator().next());
      default -> new Contradictory();
    };
  }

  private static Optional<String> bearer(String authorization) {
    String scheme = "Bearer ";
    boolean matches = authorization.regionMatches(true, 0, scheme, 0, scheme.length());
    String token = matches ? authorization.substring(scheme.length()).strip() : "";
    return token.isEmpty() ? Optional.empty() : Optional.of(token);
  }
}
