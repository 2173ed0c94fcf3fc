package dev.codexgateway.local.store;

import dev.codexgateway.core.job.StoreUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few reading connections; readers see the last commit and never wait for the writer. While one
 * is inside SQLite it holds its carrier thread, so there are fewer of them than processors: however
 * slow the disk, one carrier stays free for all other virtual threads.
 */
final class ReaderPool implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ReaderPool.class);
  private static final int MAX_READERS = 4;

  private final Queue<Session> idle = new ConcurrentLinkedQueue<>();
  private final int size;

  /** Fair: a virtual thread that reads in a loop would otherwise never let the others in. */
  private final Semaphore permits;

  private final Duration patience;
  private volatile boolean closed;

  /** Reads through a session. */
  @FunctionalInterface
  interface ReadOperation<T> {
    T apply(Session session) throws SQLException;
  }

  /** As many as the processors allow. */
  ReaderPool(Callable<Session> opener, Duration patience) throws Exception {
    this(opener, sizeFor(Runtime.getRuntime().availableProcessors()), patience);
  }

  ReaderPool(Callable<Session> opener, int size, Duration patience) throws Exception {
    this.size = size;
    this.patience = patience;
    this.permits = new Semaphore(size, true);
    for (int i = 0; i < size; i++) {
      idle.add(opener.call());
    }
  }

  static int sizeFor(int processors) {
    return Math.clamp(processors - 1, 1, MAX_READERS);
  }

  <T> T read(ReadOperation<T> operation) {
    acquirePermit();
    Session session = idle.remove();
    try {
      return operation.apply(session);
    } catch (SQLException e) {
      throw StorageFault.exceptionFor(e);
    } finally {
      idle.add(session);
      permits.release();
    }
  }

  /** How many wait for their turn. */
  int waiting() {
    return permits.getQueueLength();
  }

  private void acquirePermit() {
    try {
      if (closed || !permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new StoreUnavailableException(
            closed ? "the store is closed" : "too many reads are waiting");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while waiting for the store", e);
    }
  }

  /** Waits for the reads that are under way. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (!permits.tryAcquire(size, patience.toNanos(), TimeUnit.NANOSECONDS)) {
        log.warn("reads are still under way; their connections stay open");
        return;
      }
      for (Session session : idle) {
        session.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      log.warn("closing a reading connection failed: {}", e.getMessage());
    }
  }
}
