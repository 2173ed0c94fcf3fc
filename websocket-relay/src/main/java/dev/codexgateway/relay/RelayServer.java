package dev.codexgateway.relay;

import dev.codexgateway.relay.http.HttpApplication;
import dev.codexgateway.relay.http.HttpFront;
import dev.codexgateway.relay.hub.Hub;
import dev.codexgateway.relay.loop.LoopWork;
import dev.codexgateway.relay.watch.WatchRoutes;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * One port for everything: {@code /ws} and {@code /events/…} are watched, all else goes to an
 * {@link HttpApplication}.
 */
public final class RelayServer implements AutoCloseable {
  private static final int BACKLOG = 4096;
  private static final Duration LONGEST_TICK = Duration.ofMillis(250);
  private static final Duration SHORTEST_TICK = Duration.ofMillis(5);

  private final RelaySettings settings;
  private final Transport transport;
  private final Map<EventLoop, LoopWork> works = new HashMap<>();
  private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Hub hub;
  private final WatchRoutes watch;
  private final HttpFront front;
  private final Channel listening;

  private RelayServer(RelaySettings settings, Watching ports, HttpApplication other)
      throws PortUnavailableException {
    this.settings = settings;
    transport = Transport.open(settings.eventLoops());
    for (EventExecutor executor : transport.loops()) {
      EventLoop loop = (EventLoop) executor;
      works.put(loop, new LoopWork(loop, ports.clock(), tick(settings)));
    }
    hub = new Hub(ports.jobs(), ports.feed(), settings.hub());
    watch = new WatchRoutes(settings.watch(), hub, ports.keyring(), ports.tickets(), this::work);
    front = new HttpFront(settings.http(), other, watch);
    listening = listen();
    every(settings.hub().silence().dividedBy(4), hub::checkSilent);
    every(settings.watch().times().keyCheck(), watch::checkKeys);
  }

  /**
   * Starts to listen.
   *
   * @throws PortUnavailableException where the address cannot be listened on
   */
  public static RelayServer start(RelaySettings settings, Watching ports, HttpApplication other)
      throws PortUnavailableException {
    return new RelayServer(settings, ports, other);
  }

  /** The port that is listened on. */
  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /** WebSockets and event streams that are open. */
  public int watchers() {
    return watch.connections();
  }

  /** Subscriptions, over all connections. */
  public int readers() {
    return hub.readerCount();
  }

  /** Open sockets of all kinds. */
  public int connections() {
    return front.connections();
  }

  /** Bytes of request bodies in memory. */
  public long bodyBytes() {
    return front.bodyBytes();
  }

  /** Jobs that are watched. */
  public int watchedJobs() {
    return hub.topicCount();
  }

  /**
   * Stops: takes no new connection, tells watchers to come back, lets requests that have begun end,
   * each with {@code Connection: close}; what is not done within the bound is cut. May be called
   * more than once; only the first call counts.
   */
  public void drain(Duration bound) {
    if (!stopping.compareAndSet(false, true)) {
      return;
    }
    listening.close().awaitUninterruptibly();
    front.stop();
    works.forEach((loop, work) -> loop.execute(work::leave));
    clients.newCloseFuture().awaitUninterruptibly(bound.toMillis());
    clients.close().awaitUninterruptibly();
    stopLoops();
  }

  /** {@link #drain} with the bound of the settings. */
  @Override
  public void close() {
    drain(settings.closing());
  }

  private Channel listen() throws PortUnavailableException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(transport.loops())
            .channel(transport.server())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    clients.add(channel);
                    front.accept(channel, work(channel.eventLoop()));
                  }
                })
            .bind(settings.host(), settings.port())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      stopLoops();
      throw unavailable(bound.cause());
    }
    return bound.channel();
  }

  private void stopLoops() {
    transport.loops().shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private PortUnavailableException unavailable(Throwable cause) {
    String reason = String.valueOf(cause.getMessage());
    boolean taken = reason.contains("in use");
    return new PortUnavailableException(
        "cannot listen on %s:%d: %s"
            .formatted(
                settings.host(), settings.port(), taken ? "the port is already in use" : reason),
        cause);
  }

  private LoopWork work(EventLoop loop) {
    LoopWork work = works.get(loop);
    if (work == null) {
      throw new IllegalStateException("not a loop of this server");
    }
    return work;
  }

  private void every(Duration period, Runnable work) {
    long nanos = period.toNanos();
    transport.loops().scheduleAtFixedRate(work, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Fine enough for the shortest of the deadlines. */
  private static Duration tick(RelaySettings settings) {
    var http = settings.http();
    var times = settings.watch().times();
    Duration shortest =
        Stream.of(
                http.keepAlive(),
                http.requestIdle(),
                http.requestTotal(),
                http.responseIdle(),
                http.linger(),
                times.ping(),
                times.idle(),
                times.lifeMin(),
                times.stall(),
                times.heartbeat(),
                times.closing(),
                LONGEST_TICK.multipliedBy(4))
            .min(Duration::compareTo)
            .orElse(LONGEST_TICK)
            .dividedBy(4);
    return shortest.compareTo(SHORTEST_TICK) < 0 ? SHORTEST_TICK : shortest;
  }
}
