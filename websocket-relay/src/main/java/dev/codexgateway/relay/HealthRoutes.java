package dev.codexgateway.relay;

import dev.codexgateway.core.platform.Component;
import dev.codexgateway.core.platform.Readiness;
import dev.codexgateway.relay.http.ErrorBody;
import dev.codexgateway.relay.http.HttpApplication;
import dev.codexgateway.relay.http.ServerRequest;
import dev.codexgateway.relay.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code GET /health} and {@code /health/ready} of a relay that stands alone. */
final class HealthRoutes implements HttpApplication {
  private static final Set<String> PATHS = Set.of("/health", "/health/ready");

  /** Room for a body that nobody reads, so that its sender hears 405 and not 413. */
  private static final int IGNORED_BODY_BYTES = 16 * 1024;

  private final List<Component> components;

  HealthRoutes(List<Component> components) {
    this.components = List.copyOf(components);
  }

  @Override
  public Optional<Route> route(String method, String path) {
    return PATHS.contains(path) ? Optional.of(new Route(IGNORED_BODY_BYTES)) : Optional.empty();
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    response.header("Content-Type", "application/json").header("Cache-Control", "no-store");
    if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
      response.status(405).header("Allow", "GET, HEAD").body(ErrorBody.plain(405, "use GET"));
    } else if (request.path().equals("/health")) {
      response.body(bytes("{\"status\":\"healthy\"}"));
    } else {
      Readiness readiness = Readiness.of(components);
      response.status(readiness.status()).body(bytes(readiness.toJson()));
    }
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
