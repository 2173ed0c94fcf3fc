package dev.codexgateway.local.store;

import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.local.store.PendingWrite.AfterBegin;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only thread that writes. Whatever waits when it comes round goes into one transaction and so
 * shares one fsync; callers return after the commit.
 *
 * <pre>
 *   callers --> waiting --> BEGIN, operation, operation, …, COMMIT --> callers go on
 *                             |                          |
 *              an operation throws: ROLLBACK,     disk full, I/O error: ROLLBACK,
 *              each one in its own transaction    all are told "unavailable"
 * </pre>
 *
 * No savepoint guards the operations: they check first and throw only on a bug, so that the usual
 * case pays nothing for it.
 */
final class GroupCommitWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GroupCommitWriter.class);

  /** A longer batch saves no more fsyncs worth mentioning and makes the first in it wait. */
  private static final int MAX_BATCH = 256;

  private static final int MAX_WAITING = 20_000;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final Callable<Session> opener;
  private final Duration patience;
  private final AfterCommit afterCommit;
  private final BlockingQueue<PendingWrite<?>> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
  private final List<Runnable> rollbackListeners = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private @Nullable Session session;
  private volatile boolean closed;
  private volatile boolean healthy = true;

  /**
   * @param opener opens the writing connection, also anew where one has become unusable
   * @param patience how long a write may wait to begin
   * @param afterCommit called on the writer's thread; must be quick
   */
  GroupCommitWriter(Callable<Session> opener, Duration patience, AfterCommit afterCommit) {
    this.opener = opener;
    this.patience = patience;
    this.afterCommit = afterCommit;
    this.thread = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::work);
  }

  /** What is done between two transactions, with nobody waiting for it. */
  @FunctionalInterface
  interface AfterCommit {
    void committed(Session session);
  }

  /** Takes writes from now on. */
  void start() {
    thread.start();
  }

  /** Called on the writer's thread after a rollback: what was remembered may not be true. */
  void onRollback(Runnable listener) {
    rollbackListeners.add(listener);
  }

  /** Whether the last transaction was committed. */
  boolean isHealthy() {
    return healthy && thread.isAlive();
  }

  /**
   * Returns when the operation is durable.
   *
   * @throws StoreUnavailableException where it is not
   */
  <T> T write(AfterBegin afterBegin, WriteOperation<T> operation) {
    PendingWrite<T> write = new PendingWrite<>(operation);
    if (closed) {
      throw new StoreUnavailableException("the store is closed");
    }
    if (!waiting.offer(write)) {
      throw new StoreUnavailableException("too many writes are waiting");
    }
    return write.await(patience, afterBegin);
  }

  private void work() {
    List<PendingWrite<?>> batch = new ArrayList<>(MAX_BATCH);
    while (nextBatch(batch)) {
      batch.removeIf(write -> !write.begin());
      commit(batch);
      batch.clear();
    }
    closeSession();
  }

  private boolean nextBatch(List<PendingWrite<?>> batch) {
    try {
      if (!closed) {
        batch.add(waiting.take());
      }
    } catch (InterruptedException _) {
      // close() asks to look at the flag; what still waits is written first.
    }
    waiting.drainTo(batch, MAX_BATCH - batch.size());
    return !batch.isEmpty() || !closed;
  }

  private void commit(List<PendingWrite<?>> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      transact(batch);
      healthy = true;
      batch.forEach(PendingWrite::succeed);
      afterCommit.committed(session());
    } catch (Exception | LinkageError | OutOfMemoryError | AssertionError e) {
      rollBack();
      recover(batch, e);
    }
  }

  private void transact(List<PendingWrite<?>> batch) throws Exception {
    Session session = session();
    session.update("BEGIN IMMEDIATE");
    for (PendingWrite<?> write : batch) {
      write.apply(session);
    }
    session.update("COMMIT");
  }

  private void recover(List<PendingWrite<?>> batch, Throwable e) {
    if (StorageFault.isFault(e)) {
      if (healthy) {
        log.warn("writes are refused until the store works again: {}", e.getMessage());
      }
      healthy = false;
      batch.forEach(write -> write.fail(e));
    } else if (batch.size() == 1) {
      batch.getFirst().fail(e);
    } else {
      batch.forEach(write -> commit(List.of(write)));
    }
  }

  private void rollBack() {
    try {
      session().update("ROLLBACK");
    } catch (Exception e) {
      // After a full disk SQLite has rolled back by itself. Anything else leaves a connection in
      // an unknown state, and a new one is cheap.
      if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
        closeSession();
      }
    }
    rollbackListeners.forEach(Runnable::run);
  }

  private Session session() throws Exception {
    Session open = session;
    if (open == null) {
      open = opener.call();
      session = open;
    }
    return open;
  }

  private void closeSession() {
    Session open = session;
    session = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        log.warn("closing the writing connection failed: {}", e.getMessage());
      }
    }
  }

  /** Writes what waits, then ends. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      if (!thread.join(CLOSE_PATIENCE)) {
        log.warn("the store's writer is still busy; the rest of its queue is dropped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
