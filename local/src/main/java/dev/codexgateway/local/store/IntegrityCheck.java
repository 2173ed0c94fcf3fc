package dev.codexgateway.local.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;

/**
 * Looks for damage when a file is opened. {@code quick_check} reads the whole file, so it gets a
 * budget of time: small files are checked whole, of large ones as much as the budget allows. The
 * rest is guarded by SQLite itself, which reports damaged pages where it meets them.
 */
final class IntegrityCheck {
  private static final Logger log = LoggerFactory.getLogger(IntegrityCheck.class);
  private static final Duration BUDGET = Duration.ofMillis(200);
  private static final int STEPS_BETWEEN_LOOKS_AT_THE_CLOCK = 1000;

  private IntegrityCheck() {}

  /**
   * @throws IllegalStateException where the file is damaged
   */
  static void run(Session session, Path file) throws SQLException {
    long deadline = System.nanoTime() + BUDGET.toNanos();
    ProgressHandler.setHandler(
        session.connection(), STEPS_BETWEEN_LOOKS_AT_THE_CLOCK, stopAt(deadline));
    try {
      String found =
          session.first("PRAGMA quick_check(1)", row -> row.getString(1)).orElse("no answer");
      if (!found.equals("ok")) {
        throw new IllegalStateException(
            "it is damaged ("
                + found.lines().findFirst().orElse("")
                + "); restore it from a backup");
      }
    } catch (SQLException e) {
      if (StorageFault.primary(e) != SQLiteErrorCode.SQLITE_INTERRUPT) {
        throw e;
      }
      log.info("{} is large; its first part was checked and is sound", file.getFileName());
    } finally {
      ProgressHandler.clearHandler(session.connection());
    }
  }

  private static ProgressHandler stopAt(long deadline) {
    return new ProgressHandler() {
      @Override
      protected int progress() {
        return System.nanoTime() < deadline ? 0 : 1;
      }
    };
  }
}
