package dev.codexgateway.local.store;

import java.sql.SQLException;

/**
 * A piece of work inside the writer's transaction. It may be run again after a rollback, so it
 * leaves nothing behind but what it writes through the session.
 */
@FunctionalInterface
interface WriteOperation<T> {
  T apply(Session session) throws SQLException;
}
