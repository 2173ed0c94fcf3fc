package dev.codexgateway.functions.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkerFunctionTest {
  @TempDir Path directory;

  private Bench bench;
  private WorkerFunction function;

  @BeforeEach
  void start() {
    bench = new Bench(directory.resolve("work"), Bench.shell("exit 3"));
    function = new WorkerFunction(bench.worker);
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
  void anyOtherMethod_isRefused() throws Exception {
    GivenRequest get = new GivenRequest("GET", "/", "");
    TakenResponse response = new TakenResponse();
    function.service(get, response);
    assertEquals(405, response.status());
    assertEquals(Map.of("Allow", List.of("POST")), response.getHeaders());
  }

  @Test
  void post_tooLarge_isRefused() throws Exception {
    assertEquals(204, status(" ".repeat(64 * 1024)));
    assertEquals(413, status(" ".repeat(64 * 1024 + 1)));
  }

  private int status(String body) throws Exception {
    TakenResponse response = new TakenResponse();
    function.service(new GivenRequest("POST", "/", body), response);
    return response.status();
  }
}
