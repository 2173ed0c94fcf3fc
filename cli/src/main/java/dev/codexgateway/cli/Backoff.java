package dev.codexgateway.cli;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to stay away before the next attempt: doubling from 250 ms up to 10 s, of which a random
 * half is taken off so that the clients of a restarted gateway do not return all at once. Not
 * thread-safe.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private final RandomGenerator random;
  private Duration ceiling = FIRST;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  Duration next() {
    long half = ceiling.toMillis() / 2;
    Duration pause = Duration.ofMillis(half + random.nextLong(half + 1));
    ceiling = ceiling.multipliedBy(2).compareTo(LONGEST) < 0 ? ceiling.multipliedBy(2) : LONGEST;
    return pause;
  }

  /** Something arrived, so the next trouble is a new one. */
  void reset() {
    ceiling = FIRST;
  }
}
