package dev.codexgateway.functions.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.testkit.Concurrently;
import dev.codexgateway.testkit.http.FakeRequest;
import dev.codexgateway.testkit.http.FakeResponse;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WebhookFunctionTest {
  private static final String PUSH = "{\"ref\":\"refs/heads/main\"}";

  private final Gateway gateway = new Gateway();

  private static String jobId(FakeResponse response) {
    return response.json().getAsJsonArray("job_ids").get(0).getAsString();
  }

  private static FakeRequest form(String path, String body) {
    return new FakeRequest("POST", path, body.getBytes(UTF_8))
        .header("Content-Type", "application/x-www-form-urlencoded");
  }

  @Test
  void delivery_wanted_isDurableRungAndAnswered202() {
    FakeResponse response = gateway.push(PUSH);
    assertEquals(202, response.status());
    assertEquals("accepted", response.member("status"));
    Job job = gateway.job(jobId(response));
    assertEquals("deploy", job.spec().command());
    assertEquals(List.of("main"), job.spec().args());
    assertEquals(Map.of("by", "github"), job.spec().labels());
    assertEquals("webhook:github", job.source());
    assertEquals("team", job.owner());
    assertEquals(3, job.maxAttempts());
    assertEquals(1, gateway.platform.queue().waiting().size());
    Delivery kept = gateway.latest();
    assertEquals(Verdict.ACCEPTED, kept.verdict());
    assertEquals(List.of(job.id()), kept.jobs());
    assertEquals("the filter of job 2 is false", kept.reason());
  }

  @Test
  void delivery_twoRulesMatch_makesTwoJobs() {
    FakeResponse response = gateway.push("{\"ref\":\"refs/heads/main\",\"loud\":true}");
    assertEquals(2, response.json().getAsJsonArray("job_ids").size());
    assertEquals(2, gateway.platform.queue().waiting().size());
  }

  @Test
  void delivery_fiftyTimesAtOnce_is2xxEachAndOneJob() {
    List<FakeResponse> responses = Concurrently.call(50, _ -> gateway.push(PUSH));
    assertEquals(1, responses.stream().filter(response -> response.status() == 202).count());
    assertEquals(49, responses.stream().filter(response -> response.status() == 200).count());
    Set<String> jobs =
        responses.stream().map(WebhookFunctionTest::jobId).collect(Collectors.toSet());
    assertEquals(1, jobs.size());
    assertEquals(1, gateway.platform.queue().waiting().size());
    assertEquals(1, gateway.count(Verdict.ACCEPTED));
    assertEquals(49, gateway.count(Verdict.DUPLICATE));
  }

  @Test
  void delivery_capturedAndSentUnderAnotherId_isDuplicate() {
    gateway.push(PUSH);
    FakeResponse again =
        gateway.sendSigned(
            FakeRequest.post("/webhook/github", PUSH)
                .header("X-GitHub-Event", "push")
                .header("X-GitHub-Delivery", "another"));
    assertEquals("duplicate", again.member("status"));
  }

  @Test
  void delivery_unwantedEvent_is200WithTheReasonAndKept() {
    FakeResponse response =
        gateway.sendSigned(
            FakeRequest.post("/webhook/github", PUSH).header("X-GitHub-Event", "ping"));
    assertEquals(200, response.status());
    assertEquals("ignored", response.member("status"));
    assertEquals("the hook's filter is false", response.member("reason"));
    assertEquals(Verdict.UNWANTED, gateway.latest().verdict());
    assertEquals(List.of(), gateway.platform.queue().waiting());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ref\":\"refs/heads/--upload-pack=x\"}",
        "{\"ref\":\"refs/heads/a; id\"}",
        "{\"ref\":\"refs/heads/$(id)\"}",
        "{\"ref\":\"refs/heads/a\\nb\"}",
        "{\"ref\":{\"a\":1}}",
        "{\"ref\":[\"refs/heads/a\"]}",
        "{\"ref\":null}",
        "{\"ref\":5}",
        "{\"ref\":\"x\"}",
        "{}",
        "[]",
        "\"refs/heads/main\"",
        "null"
      })
  void delivery_hostileValue_makesNoJobAndIs200WithTheReason(String body) {
    FakeResponse response = gateway.push(body);
    assertEquals(200, response.status(), response.text());
    assertEquals("ignored", response.member("status"));
    assertFalse(response.member("reason").isEmpty());
    assertEquals(Verdict.UNWANTED, gateway.latest().verdict());
    assertEquals(List.of(), gateway.platform.queue().waiting());
  }

  @Test
  void delivery_megabyteValue_makesNoJob() {
    String value = "a".repeat(1024 * 1024);
    FakeResponse response =
        gateway.sendSigned(FakeRequest.post("/webhook/slack", "{\"text\":\"" + value + "\"}"));
    assertEquals(200, response.status());
    assertEquals("job 1: args[0] must have at most 4096 characters", response.member("reason"));
  }

  @Test
  void delivery_notAuthentic_is401WithoutAHintAndKeptWithoutBody() {
    FakeRequest request =
        gateway.signed(FakeRequest.post("/webhook/github", PUSH).header("X-GitHub-Event", "push"));
    FakeResponse response =
        gateway.send(request.replaced("x-hub-signature-256", "sha256=" + "00".repeat(32)));
    assertEquals(401, response.status());
    assertEquals("the signature does not match", response.message());
    assertEquals(Verdict.REJECTED, gateway.latest().verdict());
    assertEquals(0, gateway.latest().request().body().length);
  }

  @Test
  void rejections_manyInAMinute_areNotAllKept() {
    for (int i = 0; i < 80; i++) {
      assertEquals(401, gateway.send(FakeRequest.post("/webhook/github", PUSH)).status());
    }
    assertEquals(60, gateway.count(Verdict.REJECTED));
  }

  @Test
  void hook_unknown_is404() {
    for (String path : List.of("/webhook/none", "/webhook/", "/webhook/github/x", "/")) {
      assertEquals(404, gateway.send(FakeRequest.post(path, PUSH)).status(), path);
    }
  }

  @Test
  void method_otherThanPost_is405() {
    FakeResponse response = gateway.send(new FakeRequest("GET", "/webhook/github", new byte[0]));
    assertEquals(405, response.status());
    assertEquals("POST", response.header("Allow"));
  }

  @Test
  void path_withoutPrefix_isTheSameHook() {
    FakeRequest request =
        gateway.signed(FakeRequest.post("/webhook/github", PUSH).header("X-GitHub-Event", "push"));
    FakeRequest alone = FakeRequest.post("/github", PUSH);
    request.getHeaders().forEach((name, values) -> alone.replaced(name, values.getFirst()));
    assertEquals(202, gateway.send(alone).status());
  }

  @Test
  void body_overTheHooksLimit_is413AlsoWithoutALength() {
    String large = " ".repeat(20_001);
    assertEquals(413, gateway.send(FakeRequest.post("/webhook/github", large)).status());
    assertEquals(
        413, gateway.send(FakeRequest.post("/webhook/github", large).contentLength(-1)).status());
  }

  @ParameterizedTest
  @CsvSource({
    "application/xml, 415",
    "text/xml, 415",
    "multipart/form-data; boundary=x, 415",
    "application/json; charset=klingon, 415",
    "application/json; charset=us-ascii, 202",
    "application/vnd.github+json, 202",
    "APPLICATION/JSON;charset=\"UTF-8\", 202",
    "text/plain, 202"
  })
  void contentType_decidesWhetherTheBodyCanBeRead(String type, int status) {
    FakeRequest request =
        FakeRequest.post("/webhook/github", PUSH)
            .header("X-GitHub-Event", "push")
            .replaced("Content-Type", type);
    assertEquals(status, gateway.sendSigned(request).status());
  }

  @Test
  void json_inLatin1_isReadAsThat() {
    byte[] body = "{\"text\":\"caf\u00e9\"}".getBytes(ISO_8859_1);
    FakeRequest request =
        new FakeRequest("POST", "/webhook/slack", body)
            .header("Content-Type", "application/json; charset=iso-8859-1");
    assertEquals(
        List.of("caf\u00e9"), gateway.job(jobId(gateway.sendSigned(request))).spec().args());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"a\":1,\"a\":2}", "{} x", "NaN", "\u00ff"})
  void json_malformed_is400(String body) {
    assertEquals(400, gateway.push(body).status());
  }

  @Test
  void github_formWithPayload_isReadAsItsJson() {
    String body = "payload=" + URLEncoder.encode(PUSH, UTF_8);
    FakeResponse response =
        gateway.sendSigned(form("/webhook/github", body).header("X-GitHub-Event", "push"));
    assertEquals(List.of("main"), gateway.job(jobId(response)).spec().args());
  }

  @Test
  void slack_slashCommand_is200WithoutABodyAndMakesAJob() {
    FakeResponse response =
        gateway.sendSigned(
            form("/webhook/slack", "command=%2Fdeploy&text=to+production&trigger_id=1.2.a"));
    assertEquals(200, response.status());
    assertEquals("", response.text());
    Job job = gateway.job(gateway.latest().jobs().getFirst().value());
    assertEquals(List.of("to production"), job.spec().args());
  }

  @Test
  void slack_challenge_isAnsweredOnlyWhereSigned() {
    FakeRequest request =
        FakeRequest.post(
            "/webhook/slack", "{\"type\":\"url_verification\",\"challenge\":\"3eZbrw\"}");
    assertEquals(401, gateway.send(request).status());
    FakeResponse response = gateway.sendSigned(request);
    assertEquals(200, response.status());
    assertEquals("{\"challenge\":\"3eZbrw\"}", response.text());
  }

  @Test
  void slack_retryOfAnEvent_isDuplicateWhateverItsRetryHeaders() {
    String body = "{\"type\":\"event_callback\",\"event_id\":\"Ev1\",\"text\":\"x\"}";
    assertEquals(202, gateway.sendSigned(FakeRequest.post("/webhook/slack", body)).status());
    gateway.now.set(Gateway.START.plusSeconds(60));
    FakeResponse retry =
        gateway.sendSigned(
            FakeRequest.post("/webhook/slack", body).header("X-Slack-Retry-Num", "1"));
    assertEquals("duplicate", retry.member("status"));
  }

  @Test
  void identity_ofTheConfiguration_tellsDeliveriesApart() {
    String path = "/webhook/generic";
    assertEquals(
        202, gateway.sendSigned(FakeRequest.post(path, "{\"id\":\"a\",\"order\":1}")).status());
    FakeResponse same =
        gateway.sendSigned(FakeRequest.post(path, "{\"id\":\"a\",\"order\":1, \"try\":2}"));
    assertEquals("duplicate", same.member("status"));
    FakeResponse without = gateway.sendSigned(FakeRequest.post(path, "{\"order\":1}"));
    assertTrue(without.member("reason").startsWith("the identity cannot be told"));
  }

  @Test
  void idempotency_sameKey_sharesOneJob() {
    String path = "/webhook/generic";
    String first = jobId(gateway.sendSigned(FakeRequest.post(path, "{\"id\":\"a\",\"order\":1}")));
    FakeResponse second = gateway.sendSigned(FakeRequest.post(path, "{\"id\":\"b\",\"order\":1}"));
    assertEquals(202, second.status());
    assertEquals(first, jobId(second));
    assertEquals(1, gateway.platform.queue().waiting().size());
  }

  @Test
  void token_inTheQuery_isNeitherMappedNorKept() {
    FakeResponse response = gateway.sendSigned(FakeRequest.post("/webhook/token", "{}"));
    assertEquals(List.of("{}", "{}"), gateway.job(jobId(response)).spec().args());
    assertEquals(Map.of(), gateway.latest().request().query());
  }

  @Test
  void secret_missing_is503UntilItIsThere() {
    FakeResponse response = gateway.send(FakeRequest.post("/webhook/dead", "{}"));
    assertEquals(503, response.status());
    assertEquals("5", response.header("Retry-After"));
    gateway.platform.secrets().set("nowhere", Gateway.SECRET);
    assertEquals(202, gateway.sendSigned(FakeRequest.post("/webhook/dead", "{}")).status());
  }

  @Test
  void store_away_is503AndARetryIsProcessedOnce() {
    gateway.platform.secrets().setAvailable(false);
    assertEquals(503, gateway.push(PUSH).status());
    gateway.platform.secrets().setAvailable(true);
    assertEquals(202, gateway.push(PUSH).status());
    assertEquals("duplicate", gateway.push(PUSH).member("status"));
    assertEquals(1, gateway.platform.queue().waiting().size());
  }

  @Test
  void metrics_countByHookOutcomeAndReason() {
    gateway.push(PUSH);
    gateway.push(PUSH);
    gateway.push("{}");
    gateway.send(FakeRequest.post("/webhook/github", PUSH));
    Map<String, Long> counts =
        gateway.function.metrics().totals().entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().outcome() + "/" + entry.getKey().reason(),
                    entry -> entry.getValue().deliveries()));
    assertEquals(
        Map.of(
            "accepted/",
            1L,
            "duplicate/",
            1L,
            "unwanted/unfit",
            1L,
            "rejected/the header X-Hub-Signature-256 is missing",
            1L),
        counts);
  }
}
