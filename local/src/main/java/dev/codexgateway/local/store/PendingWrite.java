package dev.codexgateway.local.store;

import dev.codexgateway.core.job.StoreUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A write on its way through the queue. Caller and writer agree by one compare-and-set whether it
 * is run or given up, so a caller that was told "unavailable" before it began knows that nothing
 * happened.
 */
final class PendingWrite<T> {
  private enum Phase {
    WAITING,
    BEGUN,
    GIVEN_UP
  }

  private static final Duration GRACE = Duration.ofMillis(400);

  private final WriteOperation<T> operation;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
  private final CompletableFuture<T> answer = new CompletableFuture<>();
  private @Nullable T result;

  PendingWrite(WriteOperation<T> operation) {
    this.operation = operation;
  }

  /** False where the caller has given up. */
  boolean begin() {
    return phase.compareAndSet(Phase.WAITING, Phase.BEGUN);
  }

  /** Runs inside the transaction; may run again after a rollback. */
  void apply(Session session) throws SQLException {
    result = operation.apply(session);
  }

  /** After the commit: what the last {@link #apply} returned is true now. */
  void succeed() {
    answer.complete(result);
  }

  void fail(Throwable reason) {
    answer.completeExceptionally(reason);
  }

  /** How long the caller of an operation waits for its end, once it has begun. */
  enum AfterBegin {
    /** For writes that would count twice if repeated: only the end tells what is stored. */
    WAIT_FOR_THE_END,
    /** For writes that may be repeated: a hung disk must not hang the caller. */
    WAIT_A_LITTLE
  }

  /** Waits for the answer; an operation that did not begin within the patience is given up. */
  T await(Duration patience, AfterBegin afterBegin) {
    boolean interrupted = false;
    Duration wait = patience;
    try {
      while (true) {
        try {
          return answer.get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          giveUp("the store is too slow");
          if (afterBegin == AfterBegin.WAIT_A_LITTLE && wait.equals(GRACE)) {
            throw new StoreUnavailableException("the store hangs; the write may yet happen");
          }
          wait = GRACE;
        } catch (InterruptedException e) {
          interrupted = true;
          giveUp("interrupted while waiting for the store");
        }
      }
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void giveUp(String reason) {
    if (phase.compareAndSet(Phase.WAITING, Phase.GIVEN_UP)) {
      throw new StoreUnavailableException(reason);
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable cause) {
    return switch (cause) {
      case SQLException e -> StorageFault.exceptionFor(e);
      case RuntimeException e -> e;
      case Error e -> throw e;
      case null, default -> new IllegalStateException(cause);
    };
  }
}
