package dev.codexgateway.functions.jsonrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.testkit.http.FakeResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobMethodsTest {
  private final Gateway gateway = new Gateway();

  @ParameterizedTest
  @ValueSource(strings = {"job.get", "job.wait", "job.cancel", "job.log", "job.artifacts"})
  void job_foreignOrUnknownOrNoId_isNotFoundAlike(String method) {
    String other = gateway.key("other", "*");
    String foreign = gateway.call(other, method, of(gateway.submitted())).text();
    assertTrue(foreign.contains("\"code\":-32003"), foreign);
    for (String id :
        List.of(Gateway.UNKNOWN_JOB, "", "x", "job_", "JOB_" + "0".repeat(26), "é", "../..")) {
      assertEquals(foreign, gateway.call(other, method, of(id)).text());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          job.get       | {}                                        | job_id is required
          job.get       | {"job_id":1}                              | job_id must be a string
          job.get       | {"job_id":"x","id":"y"}                   | id unknown parameter
          job.get       | ["x"]                                     | params must be an object, by name
          job.wait      | {"timeout_seconds":1}                     | job_id is required
          job.wait      | {"job_id":"x","timeout_seconds":31}       | timeout_seconds must be an integer from 0 to 30
          job.wait      | {"job_id":"x","wait_seconds":3}           | wait_seconds unknown parameter
          job.cancel    | {}                                        | job_id is required
          job.cancel    | {"job_id":null,"timeout_seconds":"1"}     | job_id must be a string; timeout_seconds must be an integer from 0 to 30
          job.cancel    | {"job_id":"x","force":true}               | force unknown parameter
          job.retry     | {}                                        | job_id is required
          job.retry     | {"job_id":"x","wait_seconds":1}           | wait_seconds unknown parameter
          job.log       | {}                                        | job_id is required
          job.log       | {"job_id":"x","from":0,"limit":0}         | from must be an integer from 1 to 4611686018427387903; limit must be an integer from 1 to 1000
          job.log       | {"job_id":"x","from":"1","limit":1001}    | from must be an integer from 1 to 4611686018427387903; limit must be an integer from 1 to 1000
          job.log       | {"job_id":"x","to":1}                     | to unknown parameter
          job.artifacts | {}                                        | job_id is required
          job.artifacts | {"job_id":[],"x":1}                       | job_id must be a string; x unknown parameter
          job.list      | {"state":"done"}                          | state is not a state
          job.list      | {"state":"RUNNING"}                       | state is not a state
          job.list      | {"state":1,"label":1}                     | state must be a string; label must be a string
          job.list      | {"limit":0,"cursor":"x"}                  | limit must be an integer from 1 to 100; cursor is not a cursor of an earlier answer
          job.list      | {"limit":101}                             | limit must be an integer from 1 to 100
          job.list      | {"owner":"admin"}                         | owner unknown parameter
          """)
  void params_bad_areNamed(String method, String params, String flaws) {
    assertEquals(flaws, gateway.call(method, params).flaws());
  }

  @ParameterizedTest
  @CsvSource({
    "job.get, jobs:read",
    "job.wait, jobs:read",
    "job.log, jobs:read",
    "job.artifacts, jobs:read",
    "job.list, jobs:read",
    "job.cancel, jobs:cancel"
  })
  void scope_lacking_isForbidden(String method, String scope) {
    String job = method.equals("job.cancel") ? gateway.submitted() : gateway.ended(0);
    String params = method.equals("job.list") ? "{}" : of(job);
    String without =
        gateway.key(
            "admin",
            "jobs:submit:*",
            "keys:admin",
            "ws:subscribe",
            "hooks:manage",
            scope.equals("jobs:read") ? "jobs:cancel" : "jobs:read");
    FakeResponse refused = gateway.call(without, method, params);
    assertEquals(-32002, refused.code());
    assertTrue(refused.message().contains(scope));
    assertEquals(403, refused.status());
    assertTrue(gateway.call(gateway.key("admin", scope), method, params).json().has("result"));
  }

  @Test
  void get_throughAJobsLife_showsWhatIsKnown() {
    String id = gateway.submitted();
    JsonObject queued = get(id);
    assertEquals("queued", queued.get("state").getAsString());
    for (String absent :
        List.of(
            "started_at",
            "finished_at",
            "exit_code",
            "signal",
            "reason",
            "stdout",
            "stderr",
            "truncated",
            "retry_of",
            "cancel_requested")) {
      assertFalse(queued.has(absent), absent);
    }
    gateway.now.set(Gateway.START.plusSeconds(1));
    Lease lease = gateway.claimed(id);
    gateway.printed(lease, "a\n");
    JsonObject running = get(id);
    assertEquals("running", running.get("state").getAsString());
    assertEquals("2026-01-02T03:04:06.678Z", running.get("started_at").getAsString());
    assertEquals("a\n", running.get("stdout").getAsString());
    assertEquals(2, running.get("stdout_bytes").getAsInt());
    assertEquals(4, running.get("next_seq").getAsInt());
    assertFalse(running.has("finished_at"));
    gateway.finished(lease, 7, new Artifact("out/a.txt", 1, "ab", "text/plain"));
    JsonObject ended = get(id);
    assertEquals("failed", ended.get("state").getAsString());
    assertEquals(7, ended.get("exit_code").getAsInt());
    assertTrue(ended.has("finished_at"));
    assertEquals(
        JsonParser.parseString(
            "[{\"name\":\"out/a.txt\",\"size\":1,\"sha256\":\"ab\",\"content_type\":\"text/plain\"}]"),
        ended.get("artifacts"));
  }

  @Test
  void get_longOutput_isTheEndOfItAndSaysSo() {
    String id = gateway.submitted();
    Lease lease = gateway.claimed(id);
    gateway.printed(lease, "é".repeat(40_000) + "end");
    JsonObject job = get(id);
    assertTrue(job.get("stdout_truncated").getAsBoolean());
    assertFalse(job.get("stderr_truncated").getAsBoolean());
    assertTrue(job.get("stdout").getAsString().endsWith("éend"));
    assertTrue(job.get("stdout").getAsString().length() < 33_000);
  }

  @Test
  void wait_forAnEndedJob_answersAtOnce() {
    String id = gateway.ended(0);
    assertEquals("succeeded", state(gateway.call("job.wait", of(id))));
  }

  @Test
  void wait_ofNoTime_answersTheJobAsItIs() {
    String id = gateway.submitted();
    FakeResponse response =
        gateway.call("job.wait", "{\"job_id\":\"" + id + "\",\"timeout_seconds\":0}");
    assertEquals("queued", state(response));
  }

  @Test
  void wait_whileItEnds_answersTheEnd() throws Exception {
    String id = gateway.submitted();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<FakeResponse> answer = threads.submit(() -> gateway.call("job.wait", of(id)));
      while (gateway.platform.feed().listeners(new JobId(id)) == 0) {
        Thread.onSpinWait();
      }
      gateway.finished(gateway.claimed(id), 0);
      assertEquals("succeeded", state(answer.get()));
    }
  }

  @Test
  void wait_whenTheFeedLosesTheEnd_stillSeesIt() throws Exception {
    String id = gateway.submitted();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<FakeResponse> answer = threads.submit(() -> gateway.call("job.wait", of(id)));
      while (gateway.platform.feed().listeners(new JobId(id)) == 0) {
        Thread.onSpinWait();
      }
      gateway.platform.jobs().cancel(new JobId(id));
      assertEquals("cancelled", state(answer.get()));
    }
  }

  @Test
  void cancel_queued_endsItAndTellsTheWatchers() {
    String id = gateway.submitted();
    List<EventType> seen = new ArrayList<>();
    gateway
        .platform
        .feed()
        .subscribe(new JobId(id), (_, events) -> events.forEach(event -> seen.add(event.type())));
    JsonObject job = gateway.call("job.cancel", of(id)).result().getAsJsonObject();
    assertEquals("cancelled", job.get("state").getAsString());
    assertEquals("cancelled before it started", job.get("reason").getAsString());
    assertEquals(List.of(EventType.STATE, EventType.RESULT), seen);
  }

  @Test
  void cancel_running_asksAndRings() {
    String id = gateway.submitted();
    gateway.claimed(id);
    int bells = gateway.platform.queue().waiting().size();
    JsonObject job = gateway.call("job.cancel", of(id)).result().getAsJsonObject();
    assertEquals("running", job.get("state").getAsString());
    assertTrue(job.get("cancel_requested").getAsBoolean());
    assertEquals(bells + 1, gateway.platform.queue().waiting().size());
    assertEquals("running", state(gateway.call("job.cancel", of(id))));
  }

  @Test
  void cancel_ofACancelledJob_isTheSameAnswerAndOfAnotherEnd_isWrongState() {
    String cancelled = gateway.submitted();
    String first = gateway.call("job.cancel", of(cancelled)).text();
    assertEquals(first, gateway.call("job.cancel", of(cancelled)).text());
    FakeResponse ended = gateway.call("job.cancel", of(gateway.ended(0)));
    assertEquals(-32007, ended.code());
    assertEquals("succeeded", ended.error().getAsJsonObject("data").get("state").getAsString());
  }

  @Test
  void list_pages_coverAllOwnJobsOnceNewestFirst() {
    List<String> submitted = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      submitted.addFirst(gateway.submitted());
    }
    gateway.submitted(gateway.key("other", "*"), "{\"command\":\"echo\"}");
    List<String> listed = new ArrayList<>();
    String cursor = "";
    do {
      JsonObject page = list("{\"limit\":10" + cursor + "}");
      page.getAsJsonArray("jobs").forEach(job -> listed.add(jobId(job)));
      JsonElement next = page.get("next_cursor");
      cursor = next == null ? "" : ",\"cursor\":" + next;
    } while (!cursor.isEmpty());
    assertEquals(submitted, listed);
  }

  @Test
  void list_withoutLimit_isTwenty() {
    for (int i = 0; i < 21; i++) {
      gateway.submitted();
    }
    assertEquals(20, list("{}").getAsJsonArray("jobs").size());
  }

  @Test
  void list_ofNothing_isEmptyWithoutCursor() {
    assertEquals("{\"jobs\":[]}", list("{}").toString());
  }

  @Test
  void list_filters_combine() {
    String one = labelled("{\"team\":\"a\",\"x\":\"\"}");
    String two = labelled("{\"team\":\"b=c\"}");
    String three = labelled("{}");
    gateway.claimed(one);
    assertEquals(List.of(two, one), ids("{\"label\":\"team\"}"));
    assertEquals(List.of(one), ids("{\"label\":\"team=a\"}"));
    assertEquals(List.of(two), ids("{\"label\":\"team=b=c\"}"));
    assertEquals(List.of(one), ids("{\"label\":\"x=\"}"));
    assertEquals(List.of(), ids("{\"label\":\"\"}"));
    assertEquals(List.of(one), ids("{\"state\":\"running\"}"));
    assertEquals(List.of(three, two), ids("{\"state\":\"queued\"}"));
    assertEquals(List.of(two), ids("{\"state\":\"queued\",\"label\":\"team\"}"));
    assertEquals(List.of(), ids("{\"state\":\"lost\"}"));
  }

  private String labelled(String labels) {
    return gateway.submitted(gateway.admin, "{\"command\":\"echo\",\"labels\":" + labels + "}");
  }

  private List<String> ids(String params) {
    return list(params).getAsJsonArray("jobs").asList().stream()
        .map(JobMethodsTest::jobId)
        .toList();
  }

  @Test
  void log_pages_areTheWholeLogAndCompleteOnlyAtTheEnd() {
    String id = gateway.submitted();
    Lease lease = gateway.claimed(id);
    for (int i = 0; i < 120; i++) {
      gateway.printed(lease, "line " + i + "\n");
    }
    JsonObject page = log(id, "");
    assertEquals(100, page.getAsJsonArray("events").size());
    assertEquals(101, page.get("next").getAsInt());
    page = log(id, ",\"from\":101");
    assertEquals(22, page.getAsJsonArray("events").size());
    assertFalse(page.get("complete").getAsBoolean());
    gateway.finished(lease, 0);
    List<Integer> seqs = new ArrayList<>();
    long from = 1;
    do {
      page = log(id, ",\"limit\":7,\"from\":" + from);
      page.getAsJsonArray("events")
          .forEach(event -> seqs.add(event.getAsJsonObject().get("seq").getAsInt()));
      from = page.get("next").getAsLong();
    } while (!page.get("complete").getAsBoolean());
    assertEquals(124, seqs.size());
    for (int i = 0; i < seqs.size(); i++) {
      assertEquals(i + 1, seqs.get(i));
    }
  }

  @Test
  void log_ofAnEvent_isAsStored() {
    String id = gateway.submitted();
    gateway.printed(gateway.claimed(id), "<é\n>");
    assertEquals(
        JsonParser.parseString(
            "{\"seq\":3,\"at\":\"2026-01-02T03:04:05.678Z\",\"type\":\"stdout\",\"data\":\"<é\\n"
                + ">\"}"),
        log(id, ",\"from\":3").getAsJsonArray("events").get(0));
  }

  @Test
  void log_beyondTheEnd_isEmpty() {
    String id = gateway.ended(0);
    JsonObject page = log(id, ",\"from\":4611686018427387903");
    assertEquals(0, page.getAsJsonArray("events").size());
    assertTrue(page.get("complete").getAsBoolean());
    JsonObject open = log(gateway.submitted(), ",\"from\":2");
    assertEquals(JsonParser.parseString("{\"events\":[],\"next\":2,\"complete\":false}"), open);
  }

  @Test
  void log_ofManyBytes_isCutIntoPages() {
    String id = gateway.submitted();
    Lease lease = gateway.claimed(id);
    for (int i = 0; i < 200; i++) {
      gateway.printed(lease, "x".repeat(32_000));
    }
    int size = log(id, ",\"limit\":1000").getAsJsonArray("events").size();
    assertTrue(size < 100, size + " events");
    assertTrue(size > 0);
  }

  @Test
  void artifacts_haveUrlsThatExpire() {
    String id = gateway.ended(0, new Artifact("a b/ü.txt", 5, "00ff", "text/plain"));
    JsonObject artifact =
        gateway
            .call("job.artifacts", of(id))
            .result()
            .getAsJsonObject()
            .getAsJsonArray("artifacts")
            .get(0)
            .getAsJsonObject();
    assertEquals("a b/ü.txt", artifact.get("name").getAsString());
    assertEquals(5, artifact.get("size").getAsInt());
    assertEquals("2026-01-02T03:19:05.678Z", artifact.get("expires_at").getAsString());
    assertTrue(artifact.get("url").getAsString().contains(id + "/1/"));
  }

  @Test
  void artifacts_ofAJobWithoutAny_areNone() {
    assertEquals(
        "{\"artifacts\":[]}",
        gateway.call("job.artifacts", of(gateway.submitted())).result().toString());
  }

  private static String of(String jobId) {
    return "{\"job_id\":\"" + jobId + "\"}";
  }

  private JsonObject get(String id) {
    return gateway.call("job.get", of(id)).result().getAsJsonObject();
  }

  private JsonObject list(String params) {
    return gateway.call("job.list", params).result().getAsJsonObject();
  }

  private JsonObject log(String id, String more) {
    return gateway
        .call("job.log", "{\"job_id\":\"" + id + "\"" + more + "}")
        .result()
        .getAsJsonObject();
  }

  private static String jobId(JsonElement job) {
    return job.getAsJsonObject().get("job_id").getAsString();
  }

  private static String state(FakeResponse response) {
    return response.result().getAsJsonObject().get("state").getAsString();
  }
}
