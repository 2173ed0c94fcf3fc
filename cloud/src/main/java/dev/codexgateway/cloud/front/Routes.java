package dev.codexgateway.cloud.front;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;

/** Chooses the backend by the path. */
final class Routes implements HttpHandler {
  private final HttpHandler health;
  private final HttpHandler jsonRpc;
  private final HttpHandler webhook;
  private final HttpHandler relays;

  Routes(Backends backends) {
    health = Proxies.over(backends.health(), ErrorBodies::plain);
    jsonRpc = Proxies.over(backends.jsonRpc(), ErrorBodies::jsonRpc);
    webhook = Proxies.over(backends.webhook(), ErrorBodies::plain);
    relays = Proxies.over(backends.relays(), ErrorBodies::plain);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    handler(exchange.getRequestPath()).handleRequest(exchange);
  }

  private HttpHandler handler(String path) {
    if (path.equals("/jsonrpc")) {
      return jsonRpc;
    } else if (path.equals("/health") || path.startsWith("/health/")) {
      return health;
    } else if (path.startsWith("/webhook/")) {
      return webhook;
    } else if (path.equals("/ws") || path.startsWith("/events/")) {
      return relays;
    }
    return ErrorBodies.NO_ROUTE;
  }
}
