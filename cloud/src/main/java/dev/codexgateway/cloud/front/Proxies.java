package dev.codexgateway.cloud.front;

import io.undertow.client.UndertowClient;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import io.undertow.util.StatusCodes;
import java.net.URI;
import java.util.List;
import java.util.function.IntFunction;

/** Passes requests on. */
final class Proxies {
  /** Each push keeps a connection for as long as its job runs, and so does each watcher. */
  private static final int CONNECTIONS_PER_THREAD = 10_000;

  private static final int KEPT_CONNECTIONS_PER_THREAD = 20;

  /** Less than the 30 s after which the functions' server closes an idle connection. */
  private static final int KEPT_MILLIS = 10_000;

  private static final int RETRY_DEAD_BACKEND_SECONDS = 1;

  private Proxies() {}

  /**
   * Without a backend there is no such route.
   *
   * @param errorBody for a status, where the backends cannot answer themselves
   */
  static HttpHandler over(List<URI> backends, IntFunction<String> errorBody) {
    return backends.isEmpty() ? ErrorBodies.NO_ROUTE : proxy(backends, errorBody);
  }

  private static HttpHandler proxy(List<URI> backends, IntFunction<String> errorBody) {
    LoadBalancingProxyClient client =
        new LoadBalancingProxyClient(UndertowClient.getInstance(), null, new AnyHost())
            .setConnectionsPerThread(CONNECTIONS_PER_THREAD)
            .setSoftMaxConnectionsPerThread(KEPT_CONNECTIONS_PER_THREAD)
            .setTtl(KEPT_MILLIS)
            .setProblemServerRetry(RETRY_DEAD_BACKEND_SECONDS);
    backends.forEach(client::addHost);
    HttpHandler unavailable =
        exchange -> exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE).endExchange();
    HttpHandler proxy =
        ProxyHandler.builder()
            .setProxyClient(client)
            .setNext(unavailable)
            .setMaxConnectionRetries(backends.size())
            .build();
    return exchange -> {
      exchange.addDefaultResponseListener(failed -> explain(failed, errorBody));
      proxy.handleRequest(exchange);
    };
  }

  /** Called where the response has ended without a body. */
  private static boolean explain(HttpServerExchange exchange, IntFunction<String> errorBody) {
    int status = exchange.getStatusCode();
    boolean isOwn = status == StatusCodes.SERVICE_UNAVAILABLE || status == StatusCodes.BAD_GATEWAY;
    if (isOwn && !exchange.isResponseStarted()) {
      int told = StatusCodes.SERVICE_UNAVAILABLE;
      ErrorBodies.send(exchange, told, errorBody.apply(told));
      return true;
    }
    return false;
  }
}
