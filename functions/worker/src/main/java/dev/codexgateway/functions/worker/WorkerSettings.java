package dev.codexgateway.functions.worker;

import java.nio.file.Path;
import java.time.Duration;

/**
 * @param workDirectory where each attempt gets a fresh directory of its own
 * @param lease how long an attempt holds its job without a renewal; after a crash the job waits so
 *     long
 * @param renewEvery a third of the lease leaves room for two renewals that fail
 * @param linger from the first byte of output to its first chunk; a job that ends sooner is stored
 *     in a single write
 * @param interval between chunks after the first
 * @param longestRun an attempt ends after so long, even where its job may run longer
 */
public record WorkerSettings(
    Path workDirectory,
    Duration lease,
    Duration renewEvery,
    Duration linger,
    Duration interval,
    Duration longestRun) {
  /** A chunk goes out at once when it has so many bytes of text. */
  static final int CHUNK_BYTES = 32 * 1024;

  /** Longer than any job may take. */
  private static final Duration NO_LIMIT = Duration.ofDays(365);

  private static final int RENEWALS_PER_LEASE = 3;

  /** On one machine the store is near: short pauses cost nothing. */
  public static WorkerSettings oneMachine(Path workDirectory) {
    return new WorkerSettings(
        workDirectory,
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        NO_LIMIT);
  }

  /** On Google Cloud each chunk is a paid write, and a delivery has its time limit. */
  public static WorkerSettings cloud(Path workDirectory, Duration lease, Duration longestRun) {
    return new WorkerSettings(
        workDirectory,
        lease,
        lease.dividedBy(RENEWALS_PER_LEASE),
        Duration.ofMillis(50),
        Duration.ofMillis(250),
        longestRun);
  }
}
