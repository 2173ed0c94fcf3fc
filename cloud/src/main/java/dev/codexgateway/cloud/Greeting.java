package dev.codexgateway.cloud;

import java.net.URI;
import java.nio.file.Path;

/** What a developer reads when all of it runs. */
final class Greeting {
  private Greeting() {}

  /**
   * @param known whether the developer gave the key, and so need not be told
   */
  static String of(URI url, Path directory, boolean known, String adminKey) {
    String key =
        known
            ? ""
            : """
              Admin key of this run, shown this once:
                export GATEWAY_API_KEY=%s

            """
                .formatted(adminKey);
    return """

    The cloud's shape of Codex Gateway listens on %s

    %s  Try:
        curl -sS %s/jsonrpc -H "X-API-Key: $GATEWAY_API_KEY" -H 'Content-Type: application/json' \
    -d '{"jsonrpc":"2.0","method":"exec","params":{"command":"echo","args":["Hello from Codex Gateway"],"wait_seconds":10},"id":1}'
        ./gateway exec --url %s --watch counter 5

      Logs: %s
      Ctrl-C takes all of it down.
    """
        .formatted(url, key, url, url, directory.resolve("logs"));
  }
}
