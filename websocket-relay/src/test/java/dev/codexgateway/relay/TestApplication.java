package dev.codexgateway.relay;

import dev.codexgateway.relay.http.ErrorBody;
import dev.codexgateway.relay.http.HttpApplication;
import dev.codexgateway.relay.http.ServerRequest;
import dev.codexgateway.relay.http.ServerResponse;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Routes with one behaviour each. */
final class TestApplication implements HttpApplication {
  static final int LIMIT_BYTES = 100_000;

  final CountDownLatch entered = new CountDownLatch(1);
  final CountDownLatch mayEnd = new CountDownLatch(1);

  @Override
  public Optional<Route> route(String method, String path) {
    return switch (path) {
      case "/health", "/fail", "/error", "/wait", "/inject" -> Optional.of(new Route(0));
      case "/echo", "/jsonrpc" -> Optional.of(new Route(LIMIT_BYTES));
      default -> path.startsWith("/stream/") ? Optional.of(new Route(0)) : Optional.empty();
    };
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) throws Exception {
    switch (request.path()) {
      case "/health" ->
          response
              .header("Content-Type", "application/json")
              .body("{\"status\":\"healthy\"}".getBytes(StandardCharsets.UTF_8));
      case "/echo" ->
          response
              .header("X-Method", request.method())
              .header("X-Query", request.query().orElse("none"))
              .header("X-Sent", String.join("|", request.headers().all("X-Sent")))
              .body(request.body());
      case "/fail" -> throw new IllegalStateException("a secret reason");
      case "/error" -> throw new StackOverflowError("a test");
      case "/inject" -> response.header("X-Bad", "a\r\nX-Worse: b");
      case "/wait" -> {
        entered.countDown();
        mayEnd.await();
        response.body("waited".getBytes(StandardCharsets.UTF_8));
      }
      default -> stream(request, response);
    }
  }

  /** {@code /stream/<length>/<announced>}. */
  private static void stream(ServerRequest request, ServerResponse response) {
    String[] parts = request.path().split("/");
    byte[] bytes = new byte[Integer.parseInt(parts[2])];
    Arrays.fill(bytes, (byte) 'x');
    response.body(new ByteArrayInputStream(bytes), Long.parseLong(parts[3]));
  }

  @Override
  public byte[] transportError(String path, int status, String message) {
    if (path.equals("/jsonrpc")) {
      return ("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\""
              + message
              + "\"}}")
          .getBytes(StandardCharsets.UTF_8);
    }
    return ErrorBody.plain(status, message);
  }
}
