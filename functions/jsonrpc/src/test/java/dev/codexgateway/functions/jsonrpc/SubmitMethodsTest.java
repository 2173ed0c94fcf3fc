package dev.codexgateway.functions.jsonrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobQuery;
import dev.codexgateway.testkit.http.FakeRequest;
import dev.codexgateway.testkit.http.FakeResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmitMethodsTest {
  private final Gateway gateway = new Gateway();

  @Test
  void exec_answersTheQueuedJobAndRingsOnce() {
    FakeResponse response =
        gateway.call(
            "exec", "{\"command\":\"echo\",\"args\":[\"a\",\"\"],\"labels\":{\"k\":\"v\"}}");
    JsonObject job = response.result().getAsJsonObject();
    String id = job.remove("job_id").getAsString();
    assertEquals(
        JsonParser.parseString(
            """
            {"state":"queued","command":"echo","args":["a",""],"labels":{"k":"v"},
             "source":"jsonrpc","attempt":0,"timeout_seconds":300,
             "created_at":"2026-01-02T03:04:05.678Z","next_seq":2,"artifacts":[]}
            """),
        job);
    assertEquals(
        List.of(new Bell(new JobId(id), Duration.ofSeconds(300))),
        gateway.platform.queue().waiting());
  }

  @Test
  void exec_everyParameter_isStored() {
    String id =
        gateway.submitted(
            gateway.admin,
            """
            {"command":"count","args":["5","ms"],"stdin":"in\\u0000é","env":{"MODE":"fast"},
             "timeout_seconds":60,"wait_seconds":0,"idempotency_key":"k","labels":{"a":"","b":"c"}}
            """);
    Job job = gateway.platform.jobs().find(new JobId(id)).orElseThrow();
    assertEquals(List.of("5", "ms"), job.spec().args());
    assertEquals(Optional.of("in\0é"), job.spec().stdin());
    assertEquals(Map.of("MODE", "fast"), job.spec().env());
    assertEquals(Duration.ofSeconds(60), job.spec().timeout());
    assertEquals(Map.of("a", "", "b", "c"), job.spec().labels());
    assertEquals(3, job.maxAttempts());
    assertEquals("admin", job.owner());
  }

  @Test
  void exec_withoutTimeout_takesTheDefaultOrTheCommandsLimit() {
    assertEquals(300, timeout("{\"command\":\"echo\"}"));
    assertEquals(60, timeout("{\"command\":\"count\"}"));
  }

  private int timeout(String params) {
    return gateway
        .call("exec", params)
        .result()
        .getAsJsonObject()
        .get("timeout_seconds")
        .getAsInt();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                           | command is required
          []                                           | command is required
          ["echo"]                                     | params must be an object, by name
          {"command":""}                               | command is not a known command
          {"command":"*"}                              | command is not a known command
          {"command":"a/b"}                            | command is not a known command
          {"command":"Echo"}                           | command is not a known command
          {"command":"rm","args":["-rf"]}              | command is not a known command
          {"command":1}                                | command must be a string
          {"command":null}                             | command must be a string
          {"command":"echo","args":"x"}                | args must be an array of strings
          {"command":"echo","args":[["x"]]}            | args[0] must be a string
          {"command":"echo","args":[1,"-x"]}           | args[0] must be a string; args[1] must not begin with -
          {"command":"count","args":[5]}               | args[0] must be a string
          {"command":"count","args":["10"]}            | args[0] must be an integer from 1 to 9 (to)
          {"command":"count","args":["1","h","x"]}     | args[1] must be one of s, ms (unit); args[2] the command takes no such argument
          {"command":"echo","stdin":1}                 | stdin must be a string
          {"command":"echo","env":{"A":"b"}}           | env.A the command does not take this variable
          {"command":"count","env":{"MODE":"x"}}       | env.MODE must match [a-z]{4}
          {"command":"count","env":{"MODE":1}}         | env.MODE must be a string
          {"command":"echo","env":[]}                  | env must be an object of strings
          {"command":"echo","timeout_seconds":0}       | timeout_seconds must be an integer from 1 to 3600
          {"command":"echo","timeout_seconds":3601}    | timeout_seconds must be an integer from 1 to 3600
          {"command":"count","timeout_seconds":61}     | timeout_seconds must be an integer from 1 to 60
          {"command":"echo","timeout_seconds":"5"}     | timeout_seconds must be an integer from 1 to 3600
          {"command":"echo","timeout_seconds":5.0}     | timeout_seconds must be an integer from 1 to 3600
          {"command":"echo","wait_seconds":31}         | wait_seconds must be an integer from 0 to 30
          {"command":"echo","wait_seconds":-1}         | wait_seconds must be an integer from 0 to 30
          {"command":"echo","wait_seconds":true}       | wait_seconds must be an integer from 0 to 30
          {"command":"echo","idempotency_key":""}      | idempotency_key must have 1 to 255 characters
          {"command":"echo","idempotency_key":1}       | idempotency_key must be a string
          {"command":"echo","labels":{"a":1}}          | labels.a must be a string
          {"command":"echo","labels":{"":"x"}}         | labels. names and values have at most 256 characters, names no =
          {"command":"echo","labels":{"a=b":"x"}}      | labels.a=b names and values have at most 256 characters, names no =
          {"command":"echo","cwd":"/"}                 | cwd unknown parameter
          {"command":"echo","Command":"x","path":"/"}  | Command unknown parameter; path unknown parameter
          {"command":"rm","args":1,"stdin":1,"x":1}    | args must be an array of strings; stdin must be a string; command is not a known command; x unknown parameter
          """)
  void exec_badParams_areNamedAndNothingIsMade(String params, String flaws) {
    assertEquals(flaws, gateway.call("exec", params).flaws());
    assertEquals(List.of(), gateway.platform.queue().waiting());
    assertEquals(0, jobs());
  }

  @Test
  void exec_tooManyOrTooLongLabels_areNamed() {
    StringBuilder labels = new StringBuilder("\"l\":\"" + "x".repeat(257) + "\"");
    for (int i = 0; i < 32; i++) {
      labels.append(",\"l").append(i).append("\":\"\"");
    }
    assertTrue(
        gateway
            .call("exec", "{\"command\":\"echo\",\"labels\":{" + labels + "}}")
            .flaws()
            .startsWith("labels has more than 32 members"));
  }

  @Test
  void exec_scopeForOneCommand_allowsThatOneOnly() {
    String key = gateway.key("a", "jobs:submit:echo");
    assertEquals(200, gateway.call(key, "exec", "{\"command\":\"echo\"}").status());
    FakeResponse other = gateway.call(key, "exec", "{\"command\":\"count\",\"args\":[\"bad\"]}");
    assertEquals(403, other.status());
    assertEquals(-32002, other.code());
    assertFalse(other.text().contains("bad"));
    assertEquals(-32002, gateway.call(key, "exec", "{\"command\":\"absent\"}").code());
    String any = gateway.key("a", "jobs:submit:*");
    assertEquals(200, gateway.call(any, "exec", "{\"command\":\"count\"}").status());
  }

  @Test
  void exec_waiting_answersTheEnd() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<FakeResponse> answer =
          threads.submit(() -> gateway.call("exec", "{\"command\":\"echo\",\"wait_seconds\":30}"));
      JobId id = gateway.platform.queue().take();
      var lease = gateway.claimed(id.value());
      gateway.printed(lease, "hello\n");
      gateway.finished(lease, 0);
      JsonObject job = answer.get().result().getAsJsonObject();
      assertEquals("succeeded", job.get("state").getAsString());
      assertEquals("hello\n", job.get("stdout").getAsString());
      assertEquals(0, job.get("exit_code").getAsInt());
      assertEquals(0, gateway.platform.feed().listeners(id));
    }
  }

  @Test
  void exec_waitingInVain_answersTheJobAsItIs() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<FakeResponse> answer =
          threads.submit(() -> gateway.call("exec", "{\"command\":\"echo\",\"wait_seconds\":30}"));
      JobId id = gateway.platform.queue().take();
      gateway.claimed(id.value());
      while (!answer.isDone()) {
        gateway.now.updateAndGet(now -> now.plusSeconds(1));
        Thread.onSpinWait();
      }
      assertEquals("running", answer.get().result().getAsJsonObject().get("state").getAsString());
    }
  }

  @Test
  void idempotencyKey_again_isTheSameJobWithoutASecondBell() {
    String params = "{\"command\":\"echo\",\"idempotency_key\":\"k\"}";
    String id = gateway.submitted(gateway.admin, params);
    String waiting =
        "{\"command\":\"echo\",\"idempotency_key\":\"k\",\"wait_seconds\":0,\"args\":[]}";
    assertEquals(id, gateway.submitted(gateway.admin, waiting));
    assertEquals(1, gateway.platform.queue().waiting().size());
  }

  @Test
  void idempotencyKey_againWhileItRuns_showsItsOutput() {
    String params = "{\"command\":\"echo\",\"idempotency_key\":\"k\"}";
    gateway.printed(gateway.claimed(gateway.submitted(gateway.admin, params)), "so far");
    JsonObject job = gateway.call("exec", params).result().getAsJsonObject();
    assertEquals("running", job.get("state").getAsString());
    assertEquals("so far", job.get("stdout").getAsString());
  }

  @Test
  void idempotencyKey_againAfterTheEnd_showsTheEnd() {
    String params = "{\"command\":\"echo\",\"idempotency_key\":\"k\"}";
    gateway.finished(gateway.claimed(gateway.submitted(gateway.admin, params)), 3);
    JsonObject job = gateway.call("exec", params).result().getAsJsonObject();
    assertEquals(3, job.get("exit_code").getAsInt());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "command":"count"
          "command":"echo","args":["x"]
          "command":"echo","args":["a","b"]
          "command":"echo","stdin":""
          "command":"echo","timeout_seconds":299
          "command":"echo","labels":{"a":"b"}
          """)
  void idempotencyKey_withOtherParams_isAConflict(String other) {
    String id =
        gateway.submitted(gateway.admin, "{\"command\":\"echo\",\"idempotency_key\":\"k\"}");
    FakeResponse response = gateway.call("exec", "{" + other + ",\"idempotency_key\":\"k\"}");
    assertEquals(200, response.status());
    assertEquals(-32005, response.code());
    assertTrue(response.message().contains(id));
    assertEquals(1, jobs());
  }

  @Test
  void idempotencyKey_ofAnotherOwner_isAnotherKey() {
    String params = "{\"command\":\"echo\",\"idempotency_key\":\"k\"}";
    String mine = gateway.submitted(gateway.admin, params);
    assertNotEquals(mine, gateway.submitted(gateway.key("other", "*"), params));
  }

  @Test
  void idempotencyKey_afterADay_isForgotten() {
    String params = "{\"command\":\"echo\",\"idempotency_key\":\"k\"}";
    String first = gateway.submitted(gateway.admin, params);
    gateway.now.set(Gateway.START.plus(Duration.ofHours(24)));
    assertNotEquals(first, gateway.submitted(gateway.admin, params));
  }

  @Test
  void idempotencyKey_ofHeaderAndParam_mustAgree() {
    String body = Gateway.body("exec", "{\"command\":\"echo\",\"idempotency_key\":\"a\"}");
    FakeRequest same =
        FakeRequest.post("/jsonrpc", body)
            .header("X-API-Key", gateway.admin)
            .header("Idempotency-Key", "a");
    FakeRequest differs =
        FakeRequest.post("/jsonrpc", body)
            .header("X-API-Key", gateway.admin)
            .header("Idempotency-Key", "b");
    assertEquals(200, gateway.send(same).status());
    assertEquals(
        "idempotency_key differs from the header Idempotency-Key", gateway.send(differs).flaws());
  }

  @Test
  void idempotencyKey_usedAtOnce_makesOneJob() throws Exception {
    String params = "{\"command\":\"echo\",\"idempotency_key\":\"k\"}";
    List<Future<String>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        answers.add(threads.submit(() -> gateway.submitted(gateway.admin, params)));
      }
    }
    Set<String> ids = new HashSet<>();
    for (Future<String> answer : answers) {
      ids.add(answer.get());
    }
    assertEquals(1, ids.size());
    assertEquals(1, gateway.platform.queue().waiting().size());
  }

  @Test
  void retry_ofAnEndedJob_isANewJobOfTheSameWork() {
    String first =
        gateway.submitted(
            gateway.admin, "{\"command\":\"count\",\"args\":[\"5\"],\"env\":{\"MODE\":\"slow\"}}");
    gateway.finished(gateway.claimed(first), 1);
    JsonObject again =
        gateway.call("job.retry", "{\"job_id\":\"" + first + "\"}").result().getAsJsonObject();
    assertEquals(first, again.get("retry_of").getAsString());
    assertEquals("queued", again.get("state").getAsString());
    JobId id = new JobId(again.get("job_id").getAsString());
    assertNotEquals(first, id.value());
    assertEquals(
        gateway.platform.jobs().find(new JobId(first)).orElseThrow().spec(),
        gateway.platform.jobs().find(id).orElseThrow().spec());
    assertTrue(gateway.platform.queue().waiting().stream().anyMatch(bell -> bell.id().equals(id)));
  }

  @Test
  void retry_ofAJobThatHasNotEnded_isWrongState() {
    String queued = gateway.submitted();
    assertEquals(-32007, gateway.call("job.retry", "{\"job_id\":\"" + queued + "\"}").code());
    gateway.claimed(queued);
    assertEquals(-32007, gateway.call("job.retry", "{\"job_id\":\"" + queued + "\"}").code());
  }

  @Test
  void retry_ofAForeignOrUnknownJob_isNotFound() {
    String job = gateway.ended(0);
    String other = gateway.key("other", "*");
    FakeResponse foreign = gateway.call(other, "job.retry", "{\"job_id\":\"" + job + "\"}");
    FakeResponse unknown =
        gateway.call(other, "job.retry", "{\"job_id\":\"" + Gateway.UNKNOWN_JOB + "\"}");
    assertEquals(-32003, foreign.code());
    assertEquals(unknown.text(), foreign.text());
  }

  @Test
  void retry_withoutTheScopeOfTheCommand_isForbidden() {
    String job = gateway.ended(0);
    String key = gateway.key("admin", "jobs:submit:count", "jobs:read");
    assertEquals(-32002, gateway.call(key, "job.retry", "{\"job_id\":\"" + job + "\"}").code());
  }

  @Test
  void retry_withAnIdempotencyKey_makesOneJob() {
    String job = gateway.ended(0);
    String other = gateway.ended(0);
    String first = Gateway.jobId(gateway.send(retry(job)));
    assertEquals(first, Gateway.jobId(gateway.send(retry(job))));
    assertEquals(-32005, gateway.send(retry(other)).code());
  }

  private FakeRequest retry(String job) {
    return FakeRequest.post("/jsonrpc", Gateway.body("job.retry", "{\"job_id\":\"" + job + "\"}"))
        .header("X-API-Key", gateway.admin)
        .header("Idempotency-Key", "k");
  }

  private int jobs() {
    JobQuery all = new JobQuery("admin", Optional.empty(), Optional.empty(), Optional.empty(), 100);
    return gateway.platform.jobs().list(all).size();
  }
}
