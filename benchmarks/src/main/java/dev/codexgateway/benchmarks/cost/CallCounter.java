package dev.codexgateway.benchmarks.cost;

import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.CommitRequest;
import com.google.firestore.v1.ListenResponse;
import com.google.firestore.v1.RunQueryRequest;
import com.google.firestore.v1.RunQueryResponse;
import com.google.pubsub.v1.PublishRequest;
import dev.codexgateway.gcp.CallObserver;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what Google would bill, on the real clients: documents read and written, and messages
 * published. A query that finds nothing counts as one read; a document that a listener is told of
 * counts as one read.
 */
final class CallCounter implements CallObserver {
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger queries = new AtomicInteger();
  private final AtomicInteger found = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();
  private final AtomicInteger publishes = new AtomicInteger();

  /** What was counted between two looks. */
  record Count(int reads, int writes, int publishes) {
    Count plus(Count other) {
      return new Count(reads + other.reads, writes + other.writes, publishes + other.publishes);
    }

    Count minus(Count earlier) {
      return new Count(
          reads - earlier.reads, writes - earlier.writes, publishes - earlier.publishes);
    }
  }

  @Override
  public void sent(String method, Object message) {
    switch (message) {
      case CommitRequest commit -> writes.addAndGet(commit.getWritesCount());
      case RunQueryRequest _ -> queries.incrementAndGet();
      case PublishRequest publish -> publishes.addAndGet(publish.getMessagesCount());
      default -> {}
    }
  }

  @Override
  public void received(String method, Object message) {
    switch (message) {
      case BatchGetDocumentsResponse answer when answer.hasFound() || answer.hasMissing() ->
          reads.incrementAndGet();
      case RunQueryResponse answer when answer.hasDocument() -> found.incrementAndGet();
      case ListenResponse answer when answer.hasDocumentChange() -> reads.incrementAndGet();
      default -> {}
    }
  }

  /** So far. */
  Count count() {
    return new Count(
        reads.get() + Math.max(queries.get(), found.get()), writes.get(), publishes.get());
  }
}
