package dev.codexgateway.relay.http;

import dev.codexgateway.relay.loop.LoopWork;
import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What all HTTP connections of a server share. */
public final class HttpFront {
  private final HttpLimits limits;
  private final HttpApplication application;
  private final Takeover takeover;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bodyBytes = new AtomicLong();

  public HttpFront(HttpLimits limits, HttpApplication application, Takeover takeover) {
    this.limits = limits;
    this.application = application;
    this.takeover = takeover;
  }

  /** Sets up a new connection; on its loop. */
  public void accept(Channel channel, LoopWork work) {
    if (connections.incrementAndGet() > limits.maxConnections()) {
      connections.decrementAndGet();
      channel.close();
      return;
    }
    channel.closeFuture().addListener(_ -> connections.decrementAndGet());
    RequestDecoder decoder = new RequestDecoder(limits);
    channel.pipeline().addLast(decoder, new HttpConnection(this, channel, work, decoder));
  }

  /** Requests that were read and are not answered yet. */
  public int requestsInFlight() {
    return requests.get();
  }

  /** Open sockets. */
  public int connections() {
    return connections.get();
  }

  /** Of requests that are being read or handled. */
  public long bodyBytes() {
    return bodyBytes.get();
  }

  HttpLimits limits() {
    return limits;
  }

  HttpApplication application() {
    return application;
  }

  Takeover takeover() {
    return takeover;
  }

  void requestBegins() {
    requests.incrementAndGet();
  }

  void requestEnds() {
    requests.decrementAndGet();
  }

  /** Whether there is room for more body bytes over all connections; takes it. */
  boolean reserve(int bytes) {
    if (bodyBytes.addAndGet(bytes) <= limits.maxBodiesBytes()) {
      return true;
    }
    bodyBytes.addAndGet(-bytes);
    return false;
  }

  void free(int bytes) {
    bodyBytes.addAndGet(-bytes);
  }
}
