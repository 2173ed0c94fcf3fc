package dev.codexgateway.gcp;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The time of Google's servers, so that machines whose clocks differ agree on when a lease ends. It
 * is learned from the times in the servers' answers and carried on by the monotonic clock. It never
 * runs ahead of the servers by more than the two clocks drift apart between answers, and runs
 * behind by at most the time that an answer was under way.
 *
 * <p>Before the first answer it is the machine's own time. Its instants have whole microseconds,
 * which is what Firestore keeps.
 */
public final class ServerClock implements InstantSource {
  /** More than clocks differ in their pace. */
  private static final int DRIFT_PART = 1000;

  private final InstantSource local;
  private final LongSupplier monotonicNanos;
  private volatile Optional<Anchor> anchor = Optional.empty();

  private record Anchor(Instant server, long nanos) {
    Instant at(long nanosNow) {
      return server.plusNanos(nanosNow - nanos);
    }

    /** What it must be at the very least, however fast the monotonic clock ran. */
    Instant atLeastAt(long nanosNow) {
      return at(nanosNow).minusNanos((nanosNow - nanos) / DRIFT_PART);
    }
  }

  public ServerClock() {
    this(InstantSource.system(), System::nanoTime);
  }

  /** With other clocks than the machine's. */
  public ServerClock(InstantSource local, LongSupplier monotonicNanos) {
    this.local = local;
    this.monotonicNanos = monotonicNanos;
  }

  /**
   * Takes the time of an answer that has just come in.
   *
   * @param server when the server read or wrote, by its own clock
   */
  public synchronized void heard(Instant server) {
    long now = monotonicNanos.getAsLong();
    if (anchor.isEmpty() || server.isAfter(anchor.get().atLeastAt(now))) {
      anchor = Optional.of(new Anchor(server, now));
    }
  }

  /** Whether a server was heard at all. */
  public boolean isLearned() {
    return anchor.isPresent();
  }

  @Override
  public Instant instant() {
    long now = monotonicNanos.getAsLong();
    return anchor
        .map(known -> known.at(now))
        .orElseGet(local::instant)
        .truncatedTo(ChronoUnit.MICROS);
  }
}
