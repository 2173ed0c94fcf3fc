package dev.codexgateway.cli;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * A gateway to talk to.
 *
 * @param url the base URL without a slash at its end
 * @param key the API key; never printed
 * @param session whether the key is only good until that gateway stops, and a new one then stands
 *     in its endpoint file
 */
record Endpoint(URI url, String key, boolean session) {

  URI jsonRpc() {
    return URI.create(url + "/jsonrpc");
  }

  /**
   * @param query with its question mark, or empty
   */
  URI webhook(String hook, String query) {
    return URI.create(url + "/webhook/" + URLEncoder.encode(hook, StandardCharsets.UTF_8) + query);
  }

  URI webSocket() {
    return URI.create(url.toString().replaceFirst("^http", "ws") + "/ws");
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
