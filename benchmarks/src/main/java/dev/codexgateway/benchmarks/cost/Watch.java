package dev.codexgateway.benchmarks.cost;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A watcher of one job, by server-sent events. */
final class Watch {
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch live = new CountDownLatch(1);
  private final CompletableFuture<Void> read;
  private volatile String last = "";

  /**
   * @param answer of the relay
   */
  Watch(CompletableFuture<HttpResponse<Stream<String>>> answer) {
    read = answer.thenAcceptAsync(body -> body.body().forEach(this::take));
  }

  private void take(String line) {
    if (line.startsWith(":")) {
      live.countDown(); // the relay's mark between replay and live
    } else if (line.startsWith("data: ")) {
      last = line;
    }
  }

  /** Returns once the replay has reached live, or the log has ended. */
  void awaitLive() throws InterruptedException {
    read.whenComplete((_, _) -> live.countDown());
    if (!live.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the relay does not answer");
    }
  }

  /** Returns once the result was seen. */
  void awaitResult() throws InterruptedException {
    try {
      read.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the log did not end; its last line was " + last, e);
    }
    if (!last.contains("\"type\":\"result\"")) {
      throw new IllegalStateException("the log was cut after " + last);
    }
  }
}
