package dev.codexgateway.core.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where a job is in its life. A terminal state never changes. */
public enum JobState {
  /** Durable, waiting for a worker. */
  QUEUED,
  /** An attempt holds the lease. */
  RUNNING,
  /** Exit code 0. */
  SUCCEEDED,
  /** Exit code not 0, a signal that was not ours, or a command that could not be started. */
  FAILED,
  TIMED_OUT,
  CANCELLED,
  /** The attempt was lost (crash, shutdown, expired lease) and must not be started again. */
  LOST;

  /** The only place that says which changes are legal. */
  public boolean canBecome(JobState next) {
    return switch (this) {
      case QUEUED -> next == RUNNING || next == CANCELLED;
      // RUNNING to RUNNING is a new attempt after an expired lease; to QUEUED, one given back.
      case RUNNING -> true;
      case SUCCEEDED, FAILED, TIMED_OUT, CANCELLED, LOST -> false;
    };
  }

  public boolean isTerminal() {
    return switch (this) {
      case QUEUED, RUNNING -> false;
      case SUCCEEDED, FAILED, TIMED_OUT, CANCELLED, LOST -> true;
    };
  }

  /** The name in JSON and in stores, for example {@code timed_out}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<JobState> parse(String wireName) {
    return Arrays.stream(values()).filter(state -> state.wireName().equals(wireName)).findFirst();
  }
}
