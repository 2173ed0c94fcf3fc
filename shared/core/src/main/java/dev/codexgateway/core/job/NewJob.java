package dev.codexgateway.core.job;

import java.time.Instant;
import java.util.Optional;

/**
 * A job to be written {@code queued}.
 *
 * @param owner whose job it is; other owners cannot tell it from a missing one
 * @param source where it came from, for example {@code jsonrpc} or {@code webhook:github}
 * @param maxAttempts how many attempts may be started; 1 unless the command is {@code retry_safe}
 * @param retryOf the finished job that this one repeats
 * @param idempotency where given, the same scope and key yields the same job
 */
public record NewJob(
    JobId id,
    String owner,
    JobSpec spec,
    String source,
    int maxAttempts,
    Optional<JobId> retryOf,
    Instant createdAt,
    Optional<Idempotency> idempotency) {
  public NewJob {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts < 1");
    }
  }

  /**
   * Kept for 24 hours from creation.
   *
   * @param scope owner and method, so that keys of different callers never meet
   * @param key the caller's key
   * @param fingerprint of the params: the same key with another fingerprint is a conflict
   */
  public record Idempotency(String scope, String key, String fingerprint) {}
}
