package dev.codexgateway.benchmarks.cost;

import dev.codexgateway.relay.http.HttpApplication;
import dev.codexgateway.relay.http.ServerRequest;
import dev.codexgateway.relay.http.ServerResponse;
import java.util.Optional;

/** A relay that only watches. */
final class NothingElse implements HttpApplication {
  @Override
  public Optional<Route> route(String method, String path) {
    return Optional.empty();
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    response.status(404);
  }
}
