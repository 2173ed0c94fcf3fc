package dev.codexgateway.functions.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.JobStore.Claim;
import dev.codexgateway.core.job.JobStore.Renewal;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.testkit.Concurrently;
import dev.codexgateway.testkit.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds while the store is away, another takes the job, or the worker is stopped. */
final class WorkerFaultsTest {
  private static final Duration STOP = Duration.ofSeconds(30);

  /** Tells its process id, then goes on once a file appears. */
  private static final String WAITS =
      "echo $$; while [ ! -e go ]; do sleep 0.02; done; echo went; exit 4";

  @TempDir Path directory;

  @Test
  void handle_storeAwayAtTheClaim_isToBeRungAgain() throws Exception {
    try (Bench bench = bench(":")) {
      JobId id = bench.submit(Bench.spec(), 1);
      bench.memory.jobs().setAvailable(false);
      assertThrows(StoreUnavailableException.class, () -> bench.worker.handle(id));
      bench.memory.jobs().setAvailable(true);
      assertEquals(Worker.Answer.DONE, bench.worker.handle(id));
      bench.assertEnded(id);
    }
  }

  @Test
  void handle_storeAwayWhileItRuns_losesNothing() throws Exception {
    try (Bench bench = bench(WAITS)) {
      JobId id = bench.submit(Bench.spec(), 1);
      CompletableFuture<Worker.Answer> end = bench.begin(id);
      bench.memory.jobs().setAvailable(false);
      go(bench, id);
      int before = bench.jobs.calls().size();
      Concurrently.await("a refused write", () -> bench.jobs.calls().size() > before);
      bench.memory.jobs().setAvailable(true);
      end.join();
      bench.assertEnded(id);
      assertEquals(JobState.FAILED, bench.job(id).state());
      assertTrue(bench.text(id, EventType.STDOUT).endsWith("\nwent\n"));
    }
  }

  @Test
  void handle_leaseOverWhileTheEndIsWritten_stillCommitsTheTruth() throws Exception {
    try (Bench bench = bench("exit 4")) {
      JobId id = bench.submit(Bench.spec(), 1);
      bench.jobs.at("renew", (_, _) -> new Renewal.Fenced());
      bench.jobs.at(
          "finish",
          (count, call) -> {
            if (count > 3) {
              return call.get();
            }
            bench.worker.nudge(id);
            Concurrently.await("a renewal", () -> bench.jobs.count("renew") >= 1);
            throw new StoreUnavailableException("for a test");
          });
      bench.worker.handle(id);
      bench.assertEnded(id);
      assertEquals(JobState.FAILED, bench.job(id).state());
      assertEquals(4, bench.job(id).exitCode().orElseThrow());
    }
  }

  @Test
  void handle_anotherTookTheJob_isKilledAndWritesNothing() throws Exception {
    try (Bench bench = bench(WAITS)) {
      JobId id = bench.submit(Bench.spec(), 2);
      CompletableFuture<Worker.Answer> end = bench.begin(id);
      long pid = pid(bench, id);
      bench.clock.advance(Fixtures.LEASE);
      assertInstanceOf(Claim.Claimed.class, bench.memory.jobs().claim(id, Fixtures.LEASE));
      List<Event> log = bench.log(id);
      bench.worker.handle(id);
      end.join();
      assertFalse(ProcessHandle.of(pid).isPresent());
      assertEquals(log, bench.log(id));
      assertEquals(2, bench.job(id).attempt());
      assertEquals(JobState.RUNNING, bench.job(id).state());
      bench.assertNothingIsLeft();
    }
  }

  @Test
  void handle_attemptLostAndNotSafeToRepeat_endsAsLost() throws Exception {
    try (Bench bench = bench("echo started")) {
      JobId id = bench.submit(Bench.spec(), 1);
      bench.memory.jobs().claim(id, Fixtures.LEASE);
      assertEquals(Worker.Answer.NOTHING_TO_DO, bench.worker.handle(id));
      bench.clock.advance(Fixtures.LEASE);
      assertEquals(Worker.Answer.DONE, bench.worker.handle(id));
      assertEquals(JobState.LOST, bench.job(id).state());
      assertEquals("", bench.text(id, EventType.STDOUT));
    }
  }

  @Test
  void handle_attemptLostAndSafeToRepeat_runsAgain() throws Exception {
    try (Bench bench = bench("echo started")) {
      JobId id = bench.submit(Bench.spec(), 2);
      bench.memory.jobs().claim(id, Fixtures.LEASE);
      bench.clock.advance(Fixtures.LEASE);
      assertEquals(Worker.Answer.DONE, bench.worker.handle(id));
      assertEquals(JobState.SUCCEEDED, bench.job(id).state());
      assertEquals(2, bench.job(id).attempt());
      assertEquals("started\n", bench.text(id, EventType.STDOUT));
    }
  }

  @Test
  void stop_safeToRepeat_givesTheJobBackWithItsOutput() throws Exception {
    try (Bench bench = bench(WAITS)) {
      JobId id = bench.submit(Bench.spec(), 2);
      CompletableFuture<Worker.Answer> end = bench.begin(id);
      long pid = pid(bench, id);
      assertTrue(bench.worker.stop(STOP));
      assertTrue(end.isDone() || end.join() != null);
      assertFalse(ProcessHandle.of(pid).isPresent());
      assertEquals(JobState.QUEUED, bench.job(id).state());
      assertEquals(Optional.empty(), bench.job(id).leaseUntil());
      assertEquals(Optional.of("the gateway was shut down"), bench.job(id).reason());
      assertEquals(pid + "\n", bench.text(id, EventType.STDOUT));
      bench.assertNothingIsLeft();
    }
  }

  @Test
  void stop_notSafeToRepeat_endsAsLost() throws Exception {
    try (Bench bench = bench(WAITS)) {
      JobId id = bench.submit(Bench.spec(), 1);
      CompletableFuture<Worker.Answer> end = bench.begin(id);
      assertTrue(bench.worker.stop(STOP));
      end.join();
      assertEquals(JobState.LOST, bench.job(id).state());
      bench.assertEnded(id);
    }
  }

  @Test
  void stop_cancelledBefore_endsAsCancelled() throws Exception {
    try (Bench bench = bench(WAITS)) {
      JobId id = bench.submit(Bench.spec(), 2);
      CompletableFuture<Worker.Answer> end = bench.begin(id);
      bench.memory.jobs().cancel(id);
      assertTrue(bench.worker.stop(STOP));
      end.join();
      assertEquals(JobState.CANCELLED, bench.job(id).state());
    }
  }

  @Test
  void handle_stopped_takesNoMoreJobs() {
    try (Bench bench = bench("echo started")) {
      JobId id = bench.submit(Bench.spec(), 1);
      assertTrue(bench.worker.stop(STOP));
      assertEquals(Worker.Answer.STOPPING, bench.worker.handle(id));
      assertEquals(JobState.QUEUED, bench.job(id).state());
      assertTrue(bench.worker.stop(STOP));
    }
  }

  @Test
  void stop_attemptThatDoesNotEnd_saysSoInTime() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    try (Bench bench = bench(WAITS)) {
      bench.jobs.at(
          "release",
          (_, call) -> {
            answer.await();
            return call.get();
          });
      JobId id = bench.submit(Bench.spec(), 2);
      CompletableFuture<Worker.Answer> end = bench.begin(id);
      assertFalse(bench.worker.stop(Duration.ofMillis(10)));
      answer.countDown();
      end.join();
      assertTrue(bench.worker.stop(STOP));
    }
  }

  @Test
  void stop_storeAway_doesNotHang() throws Exception {
    try (Bench bench = bench(WAITS)) {
      JobId id = bench.submit(Bench.spec(), 2);
      CompletableFuture<Worker.Answer> end = bench.begin(id);
      bench.memory.jobs().setAvailable(false);
      assertTrue(bench.worker.stop(STOP));
      assertEquals(Worker.Answer.GIVEN_BACK, end.join());
      bench.memory.jobs().setAvailable(true);
      assertEquals(JobState.RUNNING, bench.job(id).state());
      bench.assertNothingIsLeft();
    }
  }

  private Bench bench(String script) {
    return new Bench(directory.resolve("work"), Bench.shell(script));
  }

  private static long pid(Bench bench, JobId id) {
    return Long.parseLong(bench.text(id, EventType.STDOUT).lines().findFirst().orElseThrow());
  }

  private static void go(Bench bench, JobId id) throws Exception {
    Files.createFile(bench.work.resolve(id + ".1/go"));
  }
}
