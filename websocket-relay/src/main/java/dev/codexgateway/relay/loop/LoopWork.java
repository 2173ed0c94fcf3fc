package dev.codexgateway.relay.loop;

import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one event loop. However many topics of a connection become ready in a turn,
 * the connection is served once, at the end of it. One tick per loop looks at all deadlines, so
 * that thousands of connections cost no timers. All but the constructor runs on the loop.
 */
public final class LoopWork {
  private static final Logger log = LoggerFactory.getLogger(LoopWork.class);
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final EventLoop loop;
  private final InstantSource clock;
  private final Set<LoopMember> members = new LinkedHashSet<>();
  private List<LoopMember> ready = new ArrayList<>();
  private List<LoopMember> serving = new ArrayList<>();
  private boolean serveScheduled;
  private boolean leaving;
  private long dateSecond = Long.MIN_VALUE;
  private byte[] date = new byte[0];

  public LoopWork(EventLoop loop, InstantSource clock, Duration tick) {
    this.loop = loop;
    this.clock = clock;
    long nanos = tick.toNanos();
    loop.scheduleAtFixedRate(this::tick, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  public EventLoop loop() {
    return loop;
  }

  public void add(LoopMember member) {
    members.add(member);
    if (leaving) {
      member.leave();
    }
  }

  public void remove(LoopMember member) {
    members.remove(member);
  }

  /** The member must not ask again before {@link LoopMember#serve} was called. */
  public void serveSoon(LoopMember member) {
    ready.add(member);
    if (!serveScheduled) {
      serveScheduled = true;
      loop.execute(this::serve);
    }
  }

  /** Asks every member, also future ones, to leave. */
  public void leave() {
    leaving = true;
    List.copyOf(members).forEach(LoopMember::leave);
  }

  /** The value of a {@code Date} header (RFC 9110 section 5.6.7). */
  public byte[] httpDate() {
    if (date.length == 0) {
      refreshDate();
    }
    return date;
  }

  private void serve() {
    serveScheduled = false;
    List<LoopMember> turn = ready;
    ready = serving;
    serving = turn;
    for (LoopMember member : turn) {
      guarded(member, member::serve);
    }
    turn.clear();
  }

  private void tick() {
    refreshDate();
    long now = System.nanoTime();
    for (LoopMember member : List.copyOf(members)) {
      guarded(member, () -> member.tick(now));
    }
  }

  /** One connection's failure must not stop the loop's work for the others. */
  private static void guarded(LoopMember member, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      log.error("a connection failed and is closed", e);
      member.leave();
    }
  }

  private void refreshDate() {
    long second = clock.instant().getEpochSecond();
    if (second != dateSecond) {
      dateSecond = second;
      date = HTTP_DATE.format(clock.instant()).getBytes(StandardCharsets.US_ASCII);
    }
  }
}
