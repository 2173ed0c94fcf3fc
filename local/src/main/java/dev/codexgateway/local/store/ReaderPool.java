package dev.codexgateway.local.store;

import dev.codexgateway.core.job.StoreUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
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

  private final BlockingQueue<Session> idle;
  private final int size;
  private final Duration patience;
  private volatile boolean closed;

  /** Reads through a session. */
  @FunctionalInterface
  interface ReadOperation<T> {
    T apply(Session session) throws SQLException;
  }

  ReaderPool(Callable<Session> opener, Duration patience) throws Exception {
    this.size = sizeFor(Runtime.getRuntime().availableProcessors());
    this.patience = patience;
    this.idle = new ArrayBlockingQueue<>(size);
    for (int i = 0; i < size; i++) {
      idle.add(opener.call());
    }
  }

  static int sizeFor(int processors) {
    return Math.clamp(processors - 1, 1, MAX_READERS);
  }

  <T> T read(ReadOperation<T> operation) {
    Session session = take();
    try {
      return operation.apply(session);
    } catch (SQLException e) {
      throw StorageFault.exceptionFor(e);
    } finally {
      idle.add(session);
    }
  }

  private Session take() {
    try {
      Session session = closed ? null : idle.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (session == null) {
        throw new StoreUnavailableException(
            closed ? "the store is closed" : "too many reads are waiting");
      }
      return session;
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
      for (int i = 0; i < size; i++) {
        Session session = idle.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (session != null) {
          session.close();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      log.warn("closing a reading connection failed: {}", e.getMessage());
    }
  }
}
