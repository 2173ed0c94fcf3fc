package dev.codexgateway.cli;

import java.net.URI;

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

  URI webSocket() {
    return URI.create(url.toString().replaceFirst("^http", "ws") + "/ws");
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
