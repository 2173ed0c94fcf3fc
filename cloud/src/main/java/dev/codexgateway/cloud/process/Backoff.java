package dev.codexgateway.cloud.process;

import java.time.Duration;

/** Pauses before another start: short after a long life, doubling after short ones. */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Duration last = Duration.ZERO;

  /**
   * @param lived how long it lived this time
   * @param soon a life shorter than this counts as a failed start
   */
  Duration next(Duration lived, Duration soon) {
    boolean again = lived.compareTo(soon) < 0 && !last.isZero();
    Duration pause = again ? last.multipliedBy(2) : FIRST;
    last = pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    return last;
  }
}
