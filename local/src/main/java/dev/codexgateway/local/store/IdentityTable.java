package dev.codexgateway.local.store;

import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryId;
import dev.codexgateway.core.hook.DeliveryStore;
import dev.codexgateway.core.hook.DeliveryStore.Acceptance.Duplicate;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Rows of {@code delivery_identities}: which accepted delivery has claimed an identity. */
final class IdentityTable {
  private static final String FIND =
      """
      SELECT id, jobs FROM delivery_identities WHERE hook = ? AND identity = ? AND expires_at > ?
      """;
  private static final String REPLACE =
      """
      INSERT OR REPLACE INTO delivery_identities (hook, identity, id, jobs, expires_at)
      VALUES (?, ?, ?, ?, ?)
      """;

  /** Rows are nearly in the order of their expiry, so the oldest are enough to look at. */
  private static final String FORGET_EXPIRED =
      """
      DELETE FROM delivery_identities WHERE expires_at <= ?
        AND entry IN (SELECT entry FROM delivery_identities ORDER BY entry LIMIT ?)
      """;

  private IdentityTable() {}

  /** The accepted delivery that shares an identity with the given one. */
  static Optional<Duplicate> find(Session session, Delivery delivery, Instant now)
      throws SQLException {
    for (String identity : delivery.identities()) {
      Optional<Duplicate> earlier =
          session.first(
              FIND,
              row ->
                  new Duplicate(
                      new DeliveryId(row.getString(1)), DeliveryTable.readJobs(row.getString(2))),
              delivery.hook(),
              identity,
              Times.toNanos(now));
      if (earlier.isPresent()) {
        return earlier;
      }
    }
    return Optional.empty();
  }

  /** Takes the place of expired entries. */
  static void claim(Session session, Delivery delivery) throws SQLException {
    for (String identity : delivery.identities()) {
      session.update(
          REPLACE,
          delivery.hook(),
          identity,
          delivery.id().value(),
          DeliveryTable.write(delivery.jobs()),
          Times.toNanos(delivery.receivedAt().plus(DeliveryStore.REMEMBERED)));
    }
  }

  /**
   * @param limit most rows to look at
   * @return how many were deleted
   */
  static int forgetExpired(Session session, Instant now, int limit) throws SQLException {
    return session.update(FORGET_EXPIRED, Times.toNanos(now), limit);
  }
}
