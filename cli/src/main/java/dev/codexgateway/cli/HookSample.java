package dev.codexgateway.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A signed delivery that is to be sent.
 *
 * @param headers by name in lower case
 * @param query parameters of the URL
 */
@SuppressWarnings("ArrayRecordComponent") // sent once, compared never
record HookSample(Map<String, String> headers, Map<String, String> query, byte[] body) {
  /** With its question mark; empty where there are no parameters. */
  String queryText() {
    return query.isEmpty()
        ? ""
        : query.entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
