package dev.codexgateway.hooks.verify;

import java.util.Map;

/**
 * What makes a request authentic.
 *
 * @param headers by name in lower case
 * @param query parameters by name
 */
public record Signature(Map<String, String> headers, Map<String, String> query) {
  public Signature {
    headers = Map.copyOf(headers);
    query = Map.copyOf(query);
  }

  static Signature header(String name, String value) {
    return new Signature(Map.of(name, value), Map.of());
  }
}
