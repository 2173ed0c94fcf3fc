package dev.codexgateway.relay.watch;

import dev.codexgateway.relay.http.Stall;
import dev.codexgateway.relay.hub.Reader;
import dev.codexgateway.relay.hub.Sink;
import dev.codexgateway.relay.loop.LoopMember;
import dev.codexgateway.relay.loop.LoopWork;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A watching connection. Gathers in one buffer what its readers have and flushes once per turn;
 * stops at the channel's high-water mark and goes on when the client has taken enough. Everything
 * runs on the connection's event loop.
 */
abstract class Session extends ChannelInboundHandlerAdapter implements LoopMember, Sink {
  private static final int GATHER_BYTES = 16 * 1024;
  private static final int SMALL_BYTES = 256;

  private final Watcher watcher;
  private final Channel channel;
  private final LoopWork work;
  private final Runnable gone;
  private final Stall stall;
  private final long endOfLifeNanos;
  private final SequencedSet<Reader> ready = new LinkedHashSet<>();

  private @Nullable ByteBuf gathered;
  private boolean serveAsked;

  /**
   * @param gone called once when the connection is closed
   */
  Session(Watcher watcher, Channel channel, LoopWork work, WatchLimits.Times times, Runnable gone) {
    this.watcher = watcher;
    this.channel = channel;
    this.work = work;
    this.gone = gone;
    this.stall = new Stall(channel, times.stall());
    this.endOfLifeNanos = System.nanoTime() + life(times).toNanos();
  }

  /** Nothing more may be sent to this client. */
  abstract boolean isClosing();

  /** A reader has sent all of its log. */
  abstract void ended(Reader reader);

  abstract void closeReaders();

  /** The client takes nothing. */
  abstract void tooSlow();

  abstract void lifeOver();

  /** The key does not work any more. */
  abstract void keyDied();

  Watcher watcher() {
    return watcher;
  }

  Channel channel() {
    return channel;
  }

  LoopWork work() {
    return work;
  }

  /** A reader may have something to send. */
  final void wake(Reader reader) {
    ready.add(reader);
    serveSoon();
  }

  final void serveSoon() {
    if (!serveAsked) {
      serveAsked = true;
      work.serveSoon(this);
    }
  }

  @Override
  public final void serve() {
    serveAsked = false;
    while (!ready.isEmpty() && !isFull()) {
      Reader reader = ready.removeFirst();
      switch (reader.serve(this)) {
        case WAITING -> {}
        case FULL -> ready.addLast(reader);
        case ENDED -> ended(reader);
      }
    }
    flush();
    if (!ready.isEmpty() && !isFull()) {
      serveSoon();
    }
  }

  @Override
  public final boolean isFull() {
    return isClosing() || !channel.isWritable();
  }

  @Override
  public final void put(byte[] bytes) {
    ByteBuf buffer = gathered;
    if (buffer == null) {
      buffer = channel.alloc().directBuffer(Math.max(SMALL_BYTES, bytes.length));
      gathered = buffer;
    }
    buffer.writeBytes(bytes);
    if (buffer.readableBytes() >= GATHER_BYTES) {
      writeGathered();
    }
  }

  final void flush() {
    writeGathered();
    channel.flush();
  }

  private void writeGathered() {
    ByteBuf buffer = gathered;
    if (buffer != null) {
      gathered = null;
      channel.write(buffer, channel.voidPromise());
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (channel.isWritable() && !ready.isEmpty()) {
      serveSoon();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    closeReaders();
    work.remove(this);
    ByteBuf buffer = gathered;
    if (buffer != null) {
      gathered = null;
      buffer.release();
    }
    gone.run();
  }

  @Override
  public void tick(long now) {
    if (isClosing()) {
      return;
    }
    if (stall.isOver(now)) {
      tooSlow();
    } else if (now - endOfLifeNanos >= 0) {
      lifeOver();
    }
  }

  private static Duration life(WatchLimits.Times times) {
    long spread = Math.max(0, times.lifeMax().minus(times.lifeMin()).toMillis());
    return times.lifeMin().plusMillis(ThreadLocalRandom.current().nextLong(spread + 1));
  }
}
