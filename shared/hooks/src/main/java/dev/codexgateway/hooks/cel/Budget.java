package dev.codexgateway.hooks.cel;

import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationListener;
import java.time.Duration;

/**
 * What the expressions over one delivery may cost in all. A step is one node of an expression being
 * evaluated, so loops over a sender's list count each time round. Not for sharing between threads.
 */
public final class Budget implements CelEvaluationListener {
  /** Over all expressions of a hook; a filter of ten comparisons takes about 40. */
  public static final int MAX_STEPS = 50_000;

  /** Steps differ in cost, for example with the length of a text that is searched. */
  public static final Duration MAX_TIME = Duration.ofSeconds(1);

  private static final int STEPS_PER_LOOK = 64;

  private final long deadlineNanos = System.nanoTime() + MAX_TIME.toNanos();
  private int steps;
  private boolean late;

  /** Stops the evaluation; CEL may turn it into an error of its own. */
  private static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exhausted() {
      super("exhausted", null, false, false);
    }
  }

  @Override
  public void callback(CelExpr expression, Object value) {
    steps++;
    if (steps % STEPS_PER_LOOK == 0 && System.nanoTime() - deadlineNanos > 0) {
      late = true;
    }
    if (isExhausted()) {
      throw new Exhausted();
    }
  }

  /**
   * Asked after each evaluation, whatever its outcome: {@code true || x} hides what stopped {@code
   * x}.
   */
  boolean isExhausted() {
    return late || steps > MAX_STEPS;
  }

  /** Whether time ran out, which may be for the machine's load and not for the delivery. */
  public boolean isLate() {
    return late;
  }
}
