package dev.codexgateway.functions.webhook;

import java.time.Duration;
import java.time.Instant;

/** Lets a number through per minute: what nobody vouches for must not fill the store. */
final class Throttle {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final int perMinute;
  private Instant begin = Instant.EPOCH;
  private int taken;

  Throttle(int perMinute) {
    this.perMinute = perMinute;
  }

  synchronized boolean permits(Instant now) {
    if (Duration.between(begin, now).compareTo(WINDOW) >= 0) {
      begin = now;
      taken = 0;
    }
    return taken++ < perMinute;
  }
}
