package dev.codexgateway.functions.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.command.CommandDefinition;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.functions.worker.caller.CallerCheck;
import dev.codexgateway.testkit.Concurrently;
import dev.codexgateway.testkit.http.FakeRequest;
import dev.codexgateway.testkit.http.FakeResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkerFunctionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  private Bench bench;
  private WorkerFunction function;

  @BeforeEach
  void start() {
    bench = new Bench(directory.resolve("work"), Bench.shell("exit 3"));
    function = function(bench.worker, CallerCheck.NONE, CallerCheck.NONE);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void post_job_runsItToItsEndAndAcknowledges() throws Exception {
    JobId id = bench.submit(Bench.spec(), 1);
    assertEquals(204, status(PushMessageTest.pushOf(id.value())));
    assertEquals(JobState.FAILED, bench.job(id).state());
    assertEquals(204, status(PushMessageTest.pushOf(id.value())));
  }

  @Test
  void post_poison_isAcknowledged() throws Exception {
    assertEquals(204, status("garbage"));
    assertEquals(204, status(PushMessageTest.pushOf(JobId.next().value())));
  }

  @Test
  void post_storeAway_asksForRedelivery() throws Exception {
    JobId id = bench.submit(Bench.spec(), 1);
    bench.memory.jobs().setAvailable(false);
    assertEquals(503, status(PushMessageTest.pushOf(id.value())));
  }

  @Test
  void post_unexpectedFailure_asksForRedelivery() throws Exception {
    JobId id = bench.submit(Bench.spec(), 1);
    bench.jobs.at(
        "claim",
        (_, _) -> {
          throw new IllegalStateException("for a test");
        });
    assertEquals(503, status(PushMessageTest.pushOf(id.value())));
  }

  @Test
  void post_stopping_asksForRedelivery() throws Exception {
    JobId id = bench.submit(Bench.spec(), 1);
    bench.worker.stop(Duration.ofSeconds(10));
    assertEquals(503, status(PushMessageTest.pushOf(id.value())));
    assertEquals(JobState.QUEUED, bench.job(id).state());
  }

  @Test
  void post_stoppedWhileItRuns_givesTheJobBackAndAsksForRedelivery() throws Exception {
    try (Bench sleeping =
        new Bench(directory.resolve("sleeping"), Bench.shell("echo up; exec sleep 600"))) {
      WorkerFunction slow = function(sleeping.worker, CallerCheck.NONE, CallerCheck.NONE);
      JobId id = sleeping.submit(Bench.spec(), 2);
      CompletableFuture<Integer> status =
          CompletableFuture.supplyAsync(
              () -> status(slow, "/", PushMessageTest.pushOf(id.value()), Map.of()));
      Concurrently.await("output", () -> !sleeping.text(id, EventType.STDOUT).isEmpty());
      assertTrue(sleeping.worker.stop(Duration.ofSeconds(20)));
      assertEquals(503, status.get());
      assertEquals(JobState.QUEUED, sleeping.job(id).state());
    }
  }

  @Test
  void post_endNotCommitted_asksForRedelivery() throws Exception {
    JobId id = bench.submit(Bench.spec(), 1);
    bench.jobs.at(
        "finish",
        (_, _) -> {
          bench.worker.stop(Duration.ZERO);
          throw new StoreUnavailableException("for a test");
        });
    assertEquals(503, status(PushMessageTest.pushOf(id.value())));
    assertEquals(JobState.RUNNING, bench.job(id).state());
  }

  @RepeatedTest(5)
  void post_fiveTimesAtOnceToEachOfTwoWorkers_startsOnce() throws Exception {
    Path starts = directory.resolve("starts");
    CommandDefinition command = Bench.shell("echo started >> \"$1\"; sleep 0.2");
    try (Bench first = new Bench(directory.resolve("first"), command);
        Worker second = first.another(directory.resolve("second"), command)) {
      JobId id = first.submit(Bench.spec(starts.toString()), 3);
      List<WorkerFunction> functions =
          List.of(
              function(first.worker, CallerCheck.NONE, CallerCheck.NONE),
              function(second, CallerCheck.NONE, CallerCheck.NONE));
      String push = PushMessageTest.pushOf(id.value());
      List<Integer> statuses =
          Concurrently.call(10, i -> status(functions.get(i % 2), "/", push, Map.of()));
      assertEquals(Set.of(204), Set.copyOf(statuses));
      assertEquals(List.of("started"), Files.readAllLines(starts));
      assertEquals(JobState.SUCCEEDED, first.job(id).state());
      assertEquals(1, first.job(id).attempt());
    }
  }

  @Test
  void sweep_ringsForWhatWaitsTooLong() throws Exception {
    JobId id = bench.submit(Bench.spec(), 1);
    assertEquals("{\"rung\":0}", sweep());
    bench.clock.advance(PATIENCE.plusSeconds(1));
    assertEquals("{\"rung\":1}", sweep());
    assertEquals(List.of(id), bench.memory.queue().waiting().stream().map(Bell::id).toList());
  }

  @Test
  void sweep_twiceAtOnce_startsEachJobOnce() throws Exception {
    List<JobId> ids = Stream.generate(() -> bench.submit(Bench.spec(), 1)).limit(20).toList();
    bench.clock.advance(PATIENCE.plusSeconds(1));
    assertEquals(List.of("{\"rung\":20}", "{\"rung\":20}"), Concurrently.call(2, _ -> sweep()));
    for (Bell bell : bench.memory.queue().waiting()) {
      assertEquals(204, status(PushMessageTest.pushOf(bell.id().value())));
    }
    ids.forEach(id -> assertEquals(1, bench.job(id).attempt()));
    ids.forEach(id -> assertEquals(JobState.FAILED, bench.job(id).state()));
  }

  @Test
  void sweep_storeAway_asksForAnother() {
    bench.memory.jobs().setAvailable(false);
    assertEquals(503, status(function, "/sweep", "", Map.of()));
  }

  @Test
  void callers_areToldApartByPath() {
    CallerCheck pusher = from("Bearer pusher");
    CallerCheck scheduler = from("Bearer scheduler");
    WorkerFunction guarded = function(bench.worker, pusher, scheduler);
    Map<String, List<String>> pushing = Map.of("authorization", List.of("Bearer pusher"));
    Map<String, List<String>> sweeping = Map.of("AUTHORIZATION", List.of("Bearer scheduler"));
    assertEquals(204, status(guarded, "/", "poison", pushing));
    assertEquals(200, status(guarded, "/sweep", "", sweeping));
    assertEquals(403, status(guarded, "/sweep", "", pushing));
    assertEquals(403, status(guarded, "/", "poison", sweeping));
    assertEquals(401, status(guarded, "/", "poison", Map.of()));
    assertEquals(401, status(guarded, "/sweep", "", Map.of()));
  }

  private static CallerCheck from(String authorization) {
    return values -> {
      if (values.isEmpty()) {
        return CallerCheck.Verdict.UNKNOWN;
      }
      return values.equals(List.of(authorization))
          ? CallerCheck.Verdict.ALLOWED
          : CallerCheck.Verdict.FORBIDDEN;
    };
  }

  @Test
  void anyOtherMethod_isRefused() throws Exception {
    FakeRequest get = new FakeRequest("GET", "/", new byte[0]);
    FakeResponse response = new FakeResponse();
    function.service(get, response);
    assertEquals(405, response.status());
    assertEquals(Map.of("Allow", List.of("POST")), response.getHeaders());
  }

  @Test
  void post_tooLarge_isRefused() throws Exception {
    assertEquals(204, status(" ".repeat(64 * 1024)));
    assertEquals(413, status(" ".repeat(64 * 1024 + 1)));
  }

  private WorkerFunction function(Worker worker, CallerCheck pusher, CallerCheck scheduler) {
    Sweeper sweeper =
        new Sweeper(bench.memory.jobs(), bench.memory.queue(), bench.memory.clock(), 100);
    return new WorkerFunction(
        new WorkerFunction.Parts(worker, sweeper, PATIENCE, pusher, scheduler));
  }

  private int status(String body) {
    return status(function, "/", body, Map.of());
  }

  private static int status(
      WorkerFunction function, String path, String body, Map<String, List<String>> headers) {
    FakeRequest request = FakeRequest.post(path, body);
    headers.forEach((name, values) -> values.forEach(value -> request.replaced(name, value)));
    return answer(function, request).status();
  }

  private String sweep() {
    return answer(function, FakeRequest.post("/sweep", "")).text();
  }

  private static FakeResponse answer(WorkerFunction function, FakeRequest request) {
    FakeResponse response = new FakeResponse();
    try {
      function.service(request, response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return response;
  }
}
