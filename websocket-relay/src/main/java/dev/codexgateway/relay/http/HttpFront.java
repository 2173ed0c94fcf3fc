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
  private volatile boolean stopping;
  private final AtomicInteger connections = new AtomicInteger();
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

  /** From now on every answer is the last one of its connection. */
  public void stop() {
    stopping = true;
  }

  boolean isStopping() {
    return stopping;
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
