package dev.codexgateway.local;

import dev.codexgateway.relay.http.ErrorBody;
import dev.codexgateway.relay.http.ServerRequest;
import dev.codexgateway.relay.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code GET /console}: the web page. It is public and knows nothing; what it shows it fetches with
 * the key that the user types in, and its socket opens with a ticket.
 */
final class ConsoleRoute {
  private static final Map<String, Page> PAGES =
      Map.of(
          "/console", page("index.html", "text/html; charset=utf-8"),
          "/console/app.js", page("app.js", "text/javascript; charset=utf-8"),
          "/console/style.css", page("style.css", "text/css; charset=utf-8"));
  // Nothing inline and nothing from elsewhere, so that text from a job can never become a program.
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  @SuppressWarnings("ArrayRecordComponent") // only handed out
  private record Page(String contentType, byte[] bytes) {}

  boolean has(String path) {
    return PAGES.containsKey(path);
  }

  void handle(ServerRequest request, ServerResponse response) {
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      response
          .status(405)
          .header("Allow", "GET, HEAD")
          .header("Content-Type", "application/json")
          .body(ErrorBody.plain(405, "use GET"));
      return;
    }
    Page page = Optional.ofNullable(PAGES.get(request.path())).orElseThrow();
    response
        .header("Content-Type", page.contentType())
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-cache")
        .body(page.bytes());
  }

  private static Page page(String name, String contentType) {
    try (InputStream in = ConsoleRoute.class.getResourceAsStream("console/" + name)) {
      return new Page(contentType, Objects.requireNonNull(in, name).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
