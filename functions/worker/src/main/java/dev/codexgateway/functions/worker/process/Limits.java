package dev.codexgateway.functions.worker.process;

import java.time.Duration;

/**
 * How long a run may take, and how long its end may take.
 *
 * @param timeout from the start of the program to {@link StopReason#TIMEOUT}
 * @param terminateGrace from SIGTERM to SIGKILL, when a run is stopped
 * @param eofGrace how long the output is still awaited when the program itself has ended but
 *     something it left behind holds the pipes open; also from SIGTERM to SIGKILL for what it left
 */
public record Limits(Duration timeout, Duration terminateGrace, Duration eofGrace) {
  private static final Duration MAX = Duration.ofDays(365);

  /** The graces of DESIGN.md section 5: five seconds to clean up, half a second for late output. */
  public static Limits withTimeout(Duration timeout) {
    return new Limits(timeout, Duration.ofSeconds(5), Duration.ofMillis(500));
  }

  /**
   * @throws IllegalArgumentException if a duration is negative or longer than a year
   */
  public Limits {
    require("timeout", timeout);
    require("terminateGrace", terminateGrace);
    require("eofGrace", eofGrace);
  }

  private static void require(String name, Duration duration) {
    if (duration.isNegative() || duration.compareTo(MAX) > 0) {
      throw new IllegalArgumentException(name + " must be between 0 and 365 days: " + duration);
    }
  }
}
