package dev.codexgateway.local.store;

import dev.codexgateway.core.job.NewJob.Idempotency;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Rows of {@code idempotency}: which job an idempotency key has made. */
final class IdempotencyTable {
  private static final Duration KEPT = Duration.ofHours(24);

  private static final String FIND =
      """
      SELECT no, fingerprint FROM idempotency WHERE scope = ? AND key = ? AND expires_at > ?
      """;
  private static final String REPLACE =
      """
      INSERT OR REPLACE INTO idempotency (scope, key, fingerprint, no, expires_at)
      VALUES (?, ?, ?, ?, ?)
      """;

  /** Rows are nearly in the order of their expiry, so the oldest few are enough to look at. */
  private static final String FORGET_EXPIRED =
      """
      DELETE FROM idempotency WHERE expires_at <= ?
        AND entry IN (SELECT entry FROM idempotency ORDER BY entry LIMIT 4)
      """;

  private IdempotencyTable() {}

  /** The job that the key has made, and from what. */
  record Entry(long no, String fingerprint) {}

  static Optional<Entry> find(Session session, Idempotency key, Instant now) throws SQLException {
    return session.first(
        FIND,
        row -> new Entry(row.getLong(1), row.getString(2)),
        key.scope(),
        key.key(),
        Times.toNanos(now));
  }

  /** Each new entry takes away up to four expired ones, so the table stays as small as a day. */
  static void put(Session session, Idempotency key, long no, Instant createdAt, Instant now)
      throws SQLException {
    session.update(FORGET_EXPIRED, Times.toNanos(now));
    session.update(
        REPLACE,
        key.scope(),
        key.key(),
        key.fingerprint(),
        no,
        Times.toNanos(createdAt.plus(KEPT)));
  }
}
