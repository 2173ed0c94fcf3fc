package dev.codexgateway.relay.hub;

import dev.codexgateway.core.job.JobId;
import dev.codexgateway.relay.wire.Frame;
import dev.codexgateway.relay.wire.Wire;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One watcher of one job: a cursor into the job's log. It takes from the ring what is there and
 * reads the rest from the store, a page at a time, only when the connection has room. Everything
 * runs on the connection's event loop.
 */
public final class Reader {
  private static final long FIRST_RETRY_MILLIS = 20;
  private static final long LAST_RETRY_MILLIS = 2_000;

  private final Hub hub;
  private final Topic topic;
  private final EventLoop loop;
  private final Wire wire;
  private final Runnable wake;

  private long next;
  private boolean caughtUp;
  private boolean reading;
  private boolean closed;
  private List<Frame> page = List.of();
  private int pageIndex;
  private long trimmedTo;
  private boolean gone;
  private long retryMillis = FIRST_RETRY_MILLIS;

  /** What became of a turn. */
  public enum Turn {
    /** Nothing more to send now; the reader calls when there is. */
    WAITING,
    /** The connection is full; serve the reader again when it is not. */
    FULL,
    /** All of the log was sent; the reader has closed itself. */
    ENDED
  }

  Reader(Hub hub, Topic topic, EventLoop loop, long next, Wire wire, Runnable wake) {
    this.hub = hub;
    this.topic = topic;
    this.loop = loop;
    this.next = next;
    this.wire = wire;
    this.wake = wake;
  }

  public JobId job() {
    return topic.id();
  }

  /** The number of the next event to send: what a client that reconnects should ask for. */
  public long next() {
    return next;
  }

  /**
   * <pre>
   *   nothing after the cursor is known -> caught_up (once); end where the job has ended
   *   the event at the cursor is in the page or the ring -> send it, go on
   *   otherwise -> ask the store, go on when it answers
   * </pre>
   */
  public Turn serve(Sink sink) {
    while (!closed) {
      if (gone) {
        return end(sink);
      }
      if (next < trimmedTo) {
        skipTo(trimmedTo, sink);
      }
      if (next >= topic.head() || next >= topic.completeAt()) {
        return atHead(sink);
      }
      if (sink.isFull()) {
        return Turn.FULL;
      }
      Frame frame = nextFrame();
      if (frame == null) {
        readPage(sink);
        return Turn.WAITING;
      }
      send(frame, sink);
    }
    return Turn.ENDED;
  }

  /** Asks the connection to serve this reader. */
  void wake() {
    wake.run();
  }

  /** May be called more than once. */
  public void close() {
    if (!closed) {
      closed = true;
      page = List.of();
      topic.remove(loop, this);
      hub.release(topic);
    }
  }

  private Turn atHead(Sink sink) {
    page = List.of();
    if (!caughtUp) {
      caughtUp = true;
      sink.put(wire.caughtUp(job(), next - 1));
    }
    if (next < topic.completeAt()) {
      return Turn.WAITING;
    }
    return end(sink);
  }

  private Turn end(Sink sink) {
    sink.put(wire.end(job()));
    close();
    return Turn.ENDED;
  }

  private @Nullable Frame nextFrame() {
    Frame live = topic.find(next);
    if (live != null) {
      return live;
    }
    while (pageIndex < page.size() && page.get(pageIndex).seq() < next) {
      pageIndex++;
    }
    return pageIndex < page.size() ? page.get(pageIndex) : null;
  }

  private void send(Frame frame, Sink sink) {
    if (frame.seq() > next) {
      skipTo(frame.seq(), sink);
    }
    sink.put(frame.on(wire));
    next = frame.seq() + 1;
    retryMillis = FIRST_RETRY_MILLIS;
  }

  private void skipTo(long seq, Sink sink) {
    sink.put(wire.gap(job(), next, seq - 1));
    next = seq;
  }

  private void readPage(Sink sink) {
    page = List.of();
    if (!reading) {
      reading = true;
      topic.read(next, read -> loop.execute(() -> arrived(read, sink)));
    }
  }

  private void arrived(Page read, Sink sink) {
    reading = false;
    if (closed) {
      return;
    }
    switch (read) {
      case Page.Events(List<Frame> frames) -> {
        // A connection that filled up meanwhile keeps nothing; it asks again when it has room.
        page = sink.isFull() ? List.of() : frames;
        pageIndex = 0;
        wake();
      }
      case Page.Trimmed(long end) -> {
        trimmedTo = end;
        wake();
      }
      case Page.Gone() -> {
        gone = true;
        wake();
      }
      case Page.NotYet(), Page.Unreadable() -> retryLater();
    }
  }

  private void retryLater() {
    reading = true;
    loop.schedule(
        () -> {
          reading = false;
          wake();
        },
        retryMillis,
        TimeUnit.MILLISECONDS);
    retryMillis = Math.min(LAST_RETRY_MILLIS, retryMillis * 2);
  }
}
