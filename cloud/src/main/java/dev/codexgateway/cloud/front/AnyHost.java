package dev.codexgateway.cloud.front;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient.Host;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient.HostSelector;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Chooses by chance. In turn would not do: where one backend hangs, requests that come in a rhythm,
 * such as a sweep and the push that follows from it, would meet the same backends again and again.
 */
final class AnyHost implements HostSelector {
  @Override
  @SuppressWarnings("removal") // not called any more, but the interface still asks for it
  public int selectHost(Host[] hosts) {
    return ThreadLocalRandom.current().nextInt(hosts.length);
  }

  @Override
  public int selectHost(Host[] hosts, HttpServerExchange exchange) {
    return selectHost(hosts);
  }
}
