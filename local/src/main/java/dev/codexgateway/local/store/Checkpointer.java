package dev.codexgateway.local.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what was committed from the write-ahead log into the database file. A thread of its own
 * copies most of it while the writer goes on (a PASSIVE checkpoint); under steady load that alone
 * never reaches the end of the log, so once the log has grown long, the writer itself copies the
 * little that is left between two transactions and starts the log from its beginning (RESTART).
 */
final class Checkpointer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Checkpointer.class);

  /** Shorter would copy hot pages more often, longer would leave more to copy at once. */
  private static final Duration INTERVAL = Duration.ofMillis(100);

  /** 16 MiB of 4 KiB pages. */
  private static final long LONG_LOG_PAGES = 4096;

  private final Callable<Session> opener;
  private final Semaphore work = new Semaphore(0);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean restartWanted;

  Checkpointer(Callable<Session> opener) {
    this.opener = opener;
    this.thread = Thread.ofPlatform().name("store-checkpoint").daemon().unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  /** Called by the writer after each commit, with its connection outside of a transaction. */
  void committed(Session writer) {
    if (restartWanted) {
      restartWanted = false;
      checkpoint(writer, "RESTART");
    }
    if (work.availablePermits() == 0) {
      work.release();
    }
  }

  private void work() {
    try (Session session = opener.call()) {
      while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        work.acquire();
        work.drainPermits();
        if (checkpoint(session, "PASSIVE") > LONG_LOG_PAGES) {
          restartWanted = true;
        }
      }
    } catch (InterruptedException _) {
      // close() asks to end; the last connection to close makes the last checkpoint.
    } catch (Exception e) {
      log.error("checkpoints have ended; the write-ahead log will grow until the next start", e);
    }
  }

  /** Returns the length of the log in pages. */
  private static long checkpoint(Session session, String mode) {
    try {
      return session.first("PRAGMA wal_checkpoint(" + mode + ")", row -> row.getLong(2)).orElse(0L);
    } catch (SQLException e) {
      log.warn("a checkpoint failed and will be tried again: {}", StorageFault.reason(e));
      return 0;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
