package dev.codexgateway.local;

import java.io.PrintStream;
import java.net.URI;
import java.util.Optional;

/** What the operator reads when the gateway has started. */
final class Greeting {
  private Greeting() {}

  /**
   * @param adminKey shown here and never again
   */
  static void print(PrintStream out, URI url, Optional<String> adminKey) {
    StringBuilder text = new StringBuilder("Codex Gateway listens on " + url + "\n");
    adminKey.ifPresent(
        key ->
            text.append("\n  Admin key, shown this once and stored only as a hash:\n")
                .append("    export GATEWAY_API_KEY=")
                .append(key)
                .append("\n"));
    text.append("\n  Try:\n    curl -sS ")
        .append(url)
        .append("/jsonrpc -H \"X-API-Key: $GATEWAY_API_KEY\"")
        .append(" -H 'Content-Type: application/json' -d '")
        .append(
            "{\"jsonrpc\":\"2.0\",\"method\":\"exec\",\"params\":{\"command\":\"echo\","
                + "\"args\":[\"Hello from Codex Gateway\"],\"wait_seconds\":10},\"id\":1}")
        .append("'\n    ./gateway exec --watch counter 5\n\n  Console: ")
        .append(url)
        .append("/console\n");
    out.println(text);
    out.flush();
  }
}
