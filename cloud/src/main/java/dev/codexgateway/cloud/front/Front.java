package dev.codexgateway.cloud.front;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import java.net.InetSocketAddress;
import java.net.URI;

/**
 * Routes as the load balancer of a deployment does: plain requests, WebSocket upgrades, and
 * responses that go on for an hour, none of them held back. A second port, for this machine only,
 * takes push messages and spreads them over the workers.
 */
public final class Front implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final Undertow server;

  private Front(Undertow server) {
    this.server = server;
  }

  /**
   * Listens when it returns.
   *
   * @param port 0 means any that is free
   * @throws RuntimeException caused by a {@link java.net.BindException} where the port is taken
   */
  public static Front start(String host, int port, Backends backends) {
    HttpHandler pushes = Proxies.over(backends.workers(), ErrorBodies::plain);
    Undertow server =
        Undertow.builder()
            .setIoThreads(2)
            .setWorkerThreads(2)
            // A path is for the backend to understand, escapes included.
            .setServerOption(UndertowOptions.DECODE_URL, false)
            .addHttpListener(port, host, new Routes(backends))
            .addHttpListener(0, LOOPBACK, pushes)
            .build();
    server.start();
    return new Front(server);
  }

  /** The port of the outside. */
  public int port() {
    return port(0);
  }

  /** Where Pub/Sub is to push. */
  public URI pushEndpoint() {
    return URI.create("http://" + LOOPBACK + ":" + port(1) + "/");
  }

  private int port(int listener) {
    return ((InetSocketAddress) server.getListenerInfo().get(listener).getAddress()).getPort();
  }

  /** Cuts the connections that are open. */
  @Override
  public void close() {
    server.stop();
  }
}
