package dev.codexgateway.acceptance;

import java.time.Duration;

/** Waits on conditions that only time brings about in another process. */
public final class Wait {
  private static final long LOOK_MILLIS = 50;

  private Wait() {}

  /** Whether something has come about. */
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  /**
   * @throws AssertionError where it does not hold after so long
   */
  public static void until(String what, Duration atMost, Condition condition) throws Exception {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + atMost + ": " + what);
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }
}
