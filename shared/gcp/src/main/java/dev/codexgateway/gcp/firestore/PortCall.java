package dev.codexgateway.gcp.firestore;

import com.google.api.core.ApiFuture;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldMask;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.QuerySnapshot;
import com.google.cloud.firestore.WriteResult;
import dev.codexgateway.core.job.StoreUnavailableException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call of a port: the requests that it takes share its time. */
final class PortCall {
  private static final int MAX_TRIES = 40;
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Calls calls;
  private final String what;
  private final long deadlineNanos;
  private int tries;

  PortCall(Calls calls, String what, long deadlineNanos) {
    this.calls = calls;
    this.what = what;
    this.deadlineNanos = deadlineNanos;
  }

  /** What became of a commit. */
  sealed interface Commit {
    /**
     * @param updateTime of the document that was added to the batch last
     */
    record Done(Timestamp updateTime) implements Commit {}

    /** A precondition does not hold, or others write to the same documents: look again. */
    record Refused() implements Commit {}
  }

  DocumentSnapshot get(DocumentReference document) {
    return getAll(List.of(document), null).getFirst();
  }

  /** In the order of the references; also those that do not exist. */
  List<DocumentSnapshot> getAll(List<DocumentReference> documents, @Nullable FieldMask fields) {
    List<DocumentSnapshot> found =
        await(calls.client().getAll(documents.toArray(DocumentReference[]::new), fields));
    found.stream()
        .map(DocumentSnapshot::getReadTime)
        .filter(Objects::nonNull)
        .forEach(calls::heard);
    calls.observer().read(documents.size());
    return found;
  }

  List<QueryDocumentSnapshot> run(Query query) {
    QuerySnapshot found = await(query.get());
    calls.heard(found.getReadTime());
    calls.observer().queried(query, found.size());
    return found.getDocuments();
  }

  Commit commit(Batch batch) {
    try {
      List<WriteResult> results = get(batch.commit());
      calls.heard(results.getLast().getUpdateTime());
      calls.observer().committed(results.size());
      return new Commit.Done(results.getLast().getUpdateTime());
    } catch (ExecutionException e) {
      return switch (Calls.status(e)) {
        case ALREADY_EXISTS, FAILED_PRECONDITION, NOT_FOUND, ABORTED -> new Commit.Refused();
        // No other try will be taken: this is a fault of ours.
        case INVALID_ARGUMENT -> throw new IllegalStateException(what + " is refused", e);
        default -> throw calls.failed(what, e);
      };
    }
  }

  /**
   * Writes what no other call can have written. Where it is there already, this very write was made
   * and its answer lost.
   *
   * @param document one that the batch creates
   */
  void create(DocumentReference document, Supplier<Batch> batch) {
    while (commit(batch.get()) instanceof Commit.Refused && !get(document).exists()) {
      again();
    }
  }

  /**
   * Before another try after a refused commit: lets others go on.
   *
   * @throws StoreUnavailableException where they were in the way too often
   */
  void again() {
    if (++tries >= MAX_TRIES || leftNanos() <= 0) {
      throw calls.unavailable(what, "others write to the same document all the time");
    }
    long most = Math.min(FIRST_PAUSE_NANOS << Math.min(tries, 10), LONGEST_PAUSE_NANOS);
    try {
      TimeUnit.NANOSECONDS.sleep(ThreadLocalRandom.current().nextLong(most));
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  void lock(Lock lock) {
    try {
      if (!lock.tryLock(leftNanos(), TimeUnit.NANOSECONDS)) {
        throw calls.unavailable(what, "an earlier write of the same attempt has no answer");
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Whether to be content with what there is. */
  boolean isShortOfTime() {
    return leftNanos() < TimeUnit.MILLISECONDS.toNanos(500);
  }

  StoreUnavailableException unavailable(String why) {
    return calls.unavailable(what, why);
  }

  private <T> T await(ApiFuture<T> future) {
    try {
      return get(future);
    } catch (ExecutionException e) {
      throw calls.failed(what, e);
    }
  }

  private <T> T get(ApiFuture<T> future) throws ExecutionException {
    try {
      return future.get(Math.max(0, leftNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw calls.unavailable(what, "no answer in time");
    } catch (InterruptedException e) {
      future.cancel(true);
      throw interrupted();
    }
  }

  private long leftNanos() {
    return deadlineNanos - System.nanoTime();
  }

  private StoreUnavailableException interrupted() {
    Thread.currentThread().interrupt();
    return calls.unavailable(what, "interrupted");
  }

  /** The document, or empty where there is none. */
  static Optional<DocumentSnapshot> existing(DocumentSnapshot snapshot) {
    return Optional.of(snapshot).filter(DocumentSnapshot::exists);
  }
}
