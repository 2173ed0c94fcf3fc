package dev.codexgateway.relay.watch;

import dev.codexgateway.relay.hub.Hub;
import dev.codexgateway.relay.hub.Reader;
import dev.codexgateway.relay.loop.LoopWork;
import dev.codexgateway.relay.wire.Wire;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job's log as server-sent events. The body ends with the connection, so that the same bytes
 * serve HTTP/1.0 and 1.1; the {@code result} event tells a full log from a cut one.
 */
final class SseSession extends Session {
  private static final Logger log = LoggerFactory.getLogger(SseSession.class);
  private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.US_ASCII);

  private final Reader reader;
  private final long heartbeatNanos;
  private long lastNanos = System.nanoTime();
  private boolean closing;

  SseSession(
      Watcher watcher,
      Channel channel,
      LoopWork work,
      WatchLimits.Times times,
      Runnable gone,
      Hub.Seat seat,
      long from) {
    super(watcher, channel, work, times, gone);
    this.heartbeatNanos = times.heartbeat().toNanos();
    this.reader = seat.read(channel.eventLoop(), from, Wire.SERVER_SENT_EVENTS, this::readerWakes);
  }

  void start(byte[] head) {
    put(head);
    wake(reader);
    work().add(this);
  }

  private void readerWakes() {
    wake(reader);
  }

  @Override
  boolean isClosing() {
    return closing;
  }

  @Override
  void ended(Reader done) {
    end();
  }

  @Override
  void closeReaders() {
    reader.close();
  }

  @Override
  void tooSlow() {
    closing = true;
    channel().close();
  }

  @Override
  void lifeOver() {
    end();
  }

  @Override
  void keyDied() {
    end();
  }

  @Override
  public void leave() {
    end();
  }

  @Override
  public void tick(long now) {
    super.tick(now);
    if (!closing && now - lastNanos >= heartbeatNanos && channel().isWritable()) {
      lastNanos = now;
      put(HEARTBEAT);
      flush();
    }
  }

  /** The client has nothing more to say here. */
  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      closing = true;
      channel().close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (!(cause instanceof IOException)) {
      log.warn("an event stream is closed: {}", cause.toString());
    }
    channel().close();
  }

  private void end() {
    if (closing) {
      return;
    }
    closing = true;
    reader.close();
    flush();
    channel().writeAndFlush(channel().alloc().buffer(0)).addListener(ChannelFutureListener.CLOSE);
  }
}
