package dev.codexgateway.functions.jsonrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryId;
import dev.codexgateway.core.hook.DeliveryStore.Acceptance;
import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.core.hook.VerifierDefinition;
import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobQuery;
import dev.codexgateway.core.secret.Secret;
import dev.codexgateway.hooks.verify.Verifier;
import dev.codexgateway.testkit.http.FakeResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HookMethodsTest {
  private static final String SECRET = "a secret of the push hook";
  private static final String MAIN =
      "{\"ref\":\"refs/heads/main\",\"after\":\"c0ffee\",\"pusher\":{\"name\":\"mona\"}}";
  private static final String SIDE = MAIN.replace("/main", "/side");

  private final Gateway gateway = new Gateway();
  private final String team = gateway.key("team", "hooks:manage");

  @BeforeEach
  void setSecrets() {
    gateway.platform.secrets().set("push-secret", SECRET);
  }

  @Test
  void list_showsHooksWithTheirProblems() {
    JsonArray hooks = result("hook.list", "{}").getAsJsonArray("hooks");

    assertEquals(
        JsonParser.parseString(
            """
            [{"name":"push","description":"Builds","owner":"admin","verifier":{"type":"github"},
              "secrets":["push-secret","push-secret-2"],"commands":["echo","count"],"problems":[]},
             {"name":"teams","description":"","owner":"team",
              "verifier":{"type":"token","header":"X-Team-Token","prefix":""},
              "secrets":["team-secret"],"commands":["echo"],
              "problems":["hook teams: no usable secret team-secret"]}]
            """),
        hooks);
  }

  @Test
  void list_ofAnotherOwner_showsOnlyItsHooks() {
    JsonArray hooks = result(team, "hook.list", "{}").getAsJsonArray("hooks");

    assertEquals(1, hooks.size());
    assertEquals("teams", hooks.get(0).getAsJsonObject().get("name").getAsString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"hook.list", "hook.explain", "hook.replay", "delivery.list"})
  void everyMethod_withoutTheScope_isForbidden(String method) {
    String key = gateway.key("admin", "jobs:read", "keys:admin", "jobs:submit:*");

    assertEquals(-32002, gateway.call(key, method, "{}").code());
  }

  @Test
  void explain_pastedAndSigned_tellsTheArgv() {
    JsonObject explained = explainPasted("push", MAIN, signature(MAIN));

    assertTrue(explained.get("authentic").getAsBoolean(), explained.toString());
    assertEquals("accepted", explained.get("outcome").getAsString());
    JsonObject first = explained.getAsJsonArray("jobs").get(0).getAsJsonObject();
    assertEquals("[\"/bin/echo\",\"c0ffee\",\"mona\"]", first.get("argv").toString());
    assertEquals("{\"ref\":\"refs/heads/main\"}", first.get("labels").toString());
    JsonObject second = explained.getAsJsonArray("jobs").get(1).getAsJsonObject();
    assertEquals("unwanted", second.get("outcome").getAsString());
    assertEquals("body.count > 0", second.get("expression").getAsString());
    assertTrue(jobs("admin").isEmpty());
  }

  @Test
  void explain_filterSaysNo_showsTheExpressionAndWhatItSaw() {
    JsonObject explained = explainPasted("push", SIDE, signature(SIDE));

    assertEquals("unwanted", explained.get("outcome").getAsString());
    JsonObject first = explained.getAsJsonArray("jobs").get(0).getAsJsonObject();
    assertEquals("body.ref == \"refs/heads/main\"", first.get("expression").getAsString());
    assertEquals("{\"body.ref\":\"\\\"refs/heads/side\\\"\"}", first.get("observed").toString());
  }

  @Test
  void explain_hooksFilterSaysNo_showsIt() {
    JsonObject explained =
        result(
            "hook.explain",
            "{\"hook\":\"push\",\"headers\":{\"X-GitHub-Event\":\"ping\",\"X-Hub-Signature-256\":\"%s\"},\"body\":\"{}\"}"
                .formatted(signature("{}")));

    assertEquals("unwanted", explained.get("outcome").getAsString());
    assertEquals(
        "headers[\"x-github-event\"] == \"push\"", explained.get("expression").getAsString());
    assertTrue(explained.get("observed").toString().contains("ping"), explained.toString());
  }

  @Test
  void explain_forged_saysWhyWithoutTheRightSignature() {
    JsonObject explained = explainPasted("push", MAIN, signature(SIDE));

    assertFalse(explained.get("authentic").getAsBoolean());
    assertEquals("rejected", explained.get("outcome").getAsString());
    assertFalse(explained.toString().contains(signature(MAIN).substring(10, 40)));
    assertFalse(explained.has("jobs"));
  }

  @Test
  void explain_noSecret_cannotTell() {
    JsonObject explained =
        result("hook.explain", "{\"hook\":\"teams\",\"headers\":{\"X-Team-Token\":\"x\"}}");

    assertEquals("unverifiable", explained.get("outcome").getAsString());
    assertFalse(explained.has("authentic"));
  }

  @Test
  void explain_bodyInBase64_isTheSame() {
    String body = Base64.getEncoder().encodeToString(MAIN.getBytes(StandardCharsets.UTF_8));
    JsonObject explained =
        result(
            "hook.explain",
            "{\"hook\":\"push\",\"headers\":%s,\"body_base64\":\"%s\"}"
                .formatted(headers(signature(MAIN)), body));

    assertEquals("accepted", explained.get("outcome").getAsString());
  }

  @Test
  void explain_valueThatNoSlotAllows_namesTheMember() {
    String body = MAIN.replace("c0ffee", "--upload-pack=x");

    JsonObject explained = explainPasted("push", body, signature(body));

    JsonObject first = explained.getAsJsonArray("jobs").get(0).getAsJsonObject();
    assertEquals("invalid", first.get("outcome").getAsString());
    assertEquals("args[0]", first.get("member").getAsString());
    assertEquals("job 1: args[0] must not begin with -", explained.get("reason").getAsString());
  }

  @Test
  void explain_stored_saysWhatTodaysConfigurationDoes() {
    Delivery delivery = stored(Verdict.UNWANTED, MAIN);

    JsonObject explained = result("hook.explain", "{\"delivery_id\":\"" + delivery.id() + "\"}");

    assertEquals("unwanted", explained.get("verdict").getAsString());
    assertEquals("accepted", explained.get("outcome").getAsString());
    assertTrue(explained.get("authentic").getAsBoolean());
    assertEquals(1, matched(explained));
  }

  @Test
  void explain_storedRejected_isNotEvaluated() {
    Delivery delivery = stored(Verdict.REJECTED, MAIN);

    JsonObject explained = result("hook.explain", "{\"delivery_id\":\"" + delivery.id() + "\"}");

    assertFalse(explained.get("authentic").getAsBoolean());
    assertEquals("rejected", explained.get("outcome").getAsString());
    assertEquals("as the test wants it", explained.get("reason").getAsString());
    assertFalse(explained.has("jobs"));
  }

  @Test
  void explain_foreignOrUnknown_looksTheSame() {
    Delivery delivery = stored(Verdict.UNWANTED, MAIN);
    String id = "{\"delivery_id\":\"" + delivery.id() + "\"}";

    assertEquals(-32003, gateway.call(team, "hook.explain", id).code());
    assertEquals(-32003, gateway.call("hook.explain", "{\"delivery_id\":\"x\"}").code());
    assertEquals(-32003, gateway.call(team, "hook.explain", "{\"hook\":\"push\"}").code());
    assertEquals(-32003, gateway.call("hook.explain", "{\"hook\":\"nope\"}").code());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          hook.explain  | {}                                                   | delivery_id or hook is required
          hook.explain  | {"hook":"push","body":"","body_base64":""}           | body_base64 and body cannot both be there
          hook.explain  | {"hook":"push","body_base64":"%"}                    | body_base64 is not Base64
          hook.explain  | {"hook":"push","headers":{"a":1}}                    | headers.a must be a string
          hook.explain  | {"hook":"push","received_at":"now"}                  | received_at must be an RFC 3339 time
          hook.explain  | {"delivery_id":"x","hook":"push"}                    | hook and delivery_id cannot both be there
          hook.replay   | {}                                                   | delivery_ids must have 1 to 100 ids, or give hook and since
          hook.replay   | {"delivery_ids":["x"]}                               | delivery_ids[0] is not the id of a delivery
          hook.replay   | {"hook":"push"}                                      | since is required with hook
          hook.replay   | {"hook":"push","since":"2026-01-01T00:00:00Z","limit":101} | limit must be an integer from 1 to 100
          hook.replay   | {"hook":"push","since":"2026-01-01T00:00:00Z","dry_run":1} | dry_run must be true or false
          hook.replay   | {"hook":"push","delivery_ids":[]}                    | hook and delivery_ids cannot both be there
          delivery.list | {"verdict":"good"}                                   | verdict is not a verdict
          delivery.list | {"limit":101}                                        | limit must be an integer from 1 to 100
          delivery.list | {"limit":11,"include_body":true}                     | limit must be an integer from 1 to 10
          delivery.list | {"cursor":"1"}                                       | cursor is not a cursor of an earlier answer
          """)
  void badParams_areNamed(String method, String params, String flaws) {
    assertEquals(flaws, gateway.call(method, params).flaws());
  }

  @Test
  void deliveries_pagesByHookAndVerdict_holdEachOnce() {
    List<String> newestFirst = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      newestFirst.addFirst(stored(Verdict.UNWANTED, MAIN).id().value());
      stored(Verdict.REJECTED, MAIN);
    }

    List<String> listed = new ArrayList<>();
    String cursor = "";
    do {
      JsonObject page =
          result(
              "delivery.list",
              "{\"hook\":\"push\",\"verdict\":\"unwanted\",\"limit\":7" + cursor + "}");
      page.getAsJsonArray("deliveries")
          .forEach(one -> listed.add(one.getAsJsonObject().get("delivery_id").getAsString()));
      cursor =
          page.has("next_cursor")
              ? ",\"cursor\":\"" + page.get("next_cursor").getAsString() + "\""
              : "";
    } while (!cursor.isEmpty());

    assertEquals(newestFirst, listed);
  }

  @Test
  void deliveries_withBody_holdTheRequest() {
    stored(Verdict.UNWANTED, MAIN);

    JsonObject plain = delivery(result("delivery.list", "{}"));
    JsonObject whole = delivery(result("delivery.list", "{\"include_body\":true}"));

    assertFalse(plain.has("request"));
    assertEquals(MAIN.length(), plain.get("body_bytes").getAsInt());
    assertEquals(MAIN, whole.getAsJsonObject("request").get("body").getAsString());
    assertEquals(
        "[\"push\"]",
        whole
            .getAsJsonObject("request")
            .getAsJsonObject("headers")
            .get("x-github-event")
            .toString());
  }

  @Test
  void deliveries_ofForeignHooks_areNotShown() {
    for (int i = 0; i < 30; i++) {
      stored(Verdict.UNWANTED, MAIN);
    }
    Delivery own = stored("teams", Verdict.UNWANTED, "{}");
    for (int i = 0; i < 30; i++) {
      stored(Verdict.UNWANTED, MAIN);
    }

    JsonObject page = result(team, "delivery.list", "{}");

    assertEquals(own.id().value(), delivery(page).get("delivery_id").getAsString());
    assertEquals(1, page.getAsJsonArray("deliveries").size());
    assertEquals(-32003, gateway.call(team, "delivery.list", "{\"hook\":\"push\"}").code());
  }

  @Test
  void replay_dryRun_makesNoJob() {
    Delivery delivery = stored(Verdict.UNWANTED, MAIN);

    JsonObject outcome = replayed(ids(delivery), ",\"dry_run\":true");

    assertEquals("accepted", outcome.get("outcome").getAsString());
    JsonObject job = outcome.getAsJsonArray("jobs").get(0).getAsJsonObject();
    assertEquals("would_submit", job.get("outcome").getAsString());
    assertEquals("[\"c0ffee\",\"mona\"]", job.get("args").toString());
    assertTrue(jobs("admin").isEmpty());
  }

  @Test
  void replay_again_makesNoSecondJob() {
    Delivery delivery = stored(Verdict.ACCEPTED, MAIN);

    JsonObject first = job(replayed(ids(delivery), ""));
    JsonObject second = job(replayed(ids(delivery), ""));

    assertEquals("submitted", first.get("outcome").getAsString());
    assertEquals("existing", second.get("outcome").getAsString());
    assertEquals(first.get("job_id"), second.get("job_id"));
    Job job = jobs("admin").getFirst();
    assertEquals(1, jobs("admin").size());
    assertEquals(List.of("c0ffee", "mona"), job.spec().args());
    assertEquals(delivery.id().value(), job.spec().labels().get("replay_of"));
    assertEquals("replay:push", job.source());
    assertEquals(List.of(Bell.of(job)), gateway.platform.queue().waiting());
  }

  @Test
  void replay_underAnotherKey_makesAnotherJob() {
    Delivery delivery = stored(Verdict.ACCEPTED, MAIN);

    replayed(ids(delivery), "");
    JsonObject again = job(replayed(ids(delivery), ",\"idempotency_key\":\"again\""));
    JsonObject still = job(replayed(ids(delivery), ",\"idempotency_key\":\"again\""));

    assertEquals("submitted", again.get("outcome").getAsString());
    assertEquals("existing", still.get("outcome").getAsString());
    assertEquals(2, jobs("admin").size());
  }

  @Test
  void replay_since_takesThoseOfTheHookOldestFirst() {
    Delivery early = stored(Verdict.ACCEPTED, MAIN.replace("c0ffee", "early"));
    gateway.now.set(Gateway.START.plus(Duration.ofHours(1)));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      expected.add(stored(Verdict.ACCEPTED, MAIN.replace("c0ffee", "c" + i)).id().value());
      stored(Verdict.REJECTED, MAIN);
      stored(Verdict.DUPLICATE, MAIN);
    }
    stored("teams", Verdict.ACCEPTED, "{}");

    List<String> replayed = new ArrayList<>();
    String cursor = "";
    do {
      JsonObject page =
          result(
              "hook.replay",
              "{\"hook\":\"push\",\"since\":\"2026-01-02T04:00:00Z\",\"limit\":2" + cursor + "}");
      page.getAsJsonArray("deliveries")
          .forEach(one -> replayed.add(one.getAsJsonObject().get("delivery_id").getAsString()));
      cursor =
          page.has("next_cursor")
              ? ",\"cursor\":\"" + page.get("next_cursor").getAsString() + "\""
              : "";
    } while (!cursor.isEmpty());

    assertEquals(expected, replayed);
    assertFalse(replayed.contains(early.id().value()));
    assertEquals(5, jobs("admin").size());
  }

  @Test
  void replay_untilATime_leavesOutTheLater() {
    Delivery early = stored(Verdict.ACCEPTED, MAIN);
    gateway.now.set(Gateway.START.plus(Duration.ofHours(1)));
    stored(Verdict.ACCEPTED, MAIN);

    JsonObject result =
        result(
            "hook.replay",
            "{\"hook\":\"push\",\"since\":\"2026-01-01T00:00:00Z\",\"until\":\"2026-01-02T04:00:00Z\"}");

    assertEquals(early.id().value(), delivery(result).get("delivery_id").getAsString());
    assertEquals(1, result.getAsJsonArray("deliveries").size());
  }

  @Test
  void replay_whatCannotBe_saysWhyForEach() {
    Delivery rejected = stored(Verdict.REJECTED, MAIN);
    Delivery unwanted = stored(Verdict.UNWANTED, SIDE);
    Delivery gone = stored("removed", Verdict.ACCEPTED, MAIN);
    DeliveryId missing = DeliveryId.next();

    JsonArray outcomes =
        result(
                "hook.replay",
                "{\"delivery_ids\":[\"%s\",\"%s\",\"%s\",\"%s\"]}"
                    .formatted(rejected.id(), unwanted.id(), gone.id(), missing))
            .getAsJsonArray("deliveries");

    assertEquals(
        List.of("rejected", "unwanted", "unknown_hook", "missing"),
        outcomes.asList().stream()
            .map(one -> one.getAsJsonObject().get("outcome").getAsString())
            .toList());
    assertEquals(
        "the filter of job 1 is false",
        outcomes.get(1).getAsJsonObject().get("reason").getAsString());
    assertTrue(jobs("admin").isEmpty());
  }

  @Test
  void replay_ofAHookOfAnotherOwner_makesThatOwnersJob() {
    Delivery delivery = stored("teams", Verdict.ACCEPTED, "{\"a\":1}");

    JsonObject outcome =
        delivery(result(team, "hook.replay", "{\"delivery_ids\":" + ids(delivery) + "}"));

    assertEquals("accepted", outcome.get("outcome").getAsString());
    assertEquals(Optional.of("{\"a\":1}"), jobs("team").getFirst().spec().stdin());
    assertTrue(jobs("admin").isEmpty());
  }

  @Test
  void replay_storeAway_isToldToTryAgain() {
    Delivery delivery = stored(Verdict.ACCEPTED, MAIN);
    gateway.platform.jobs().setAvailable(false);

    FakeResponse response = gateway.call("hook.replay", "{\"delivery_ids\":" + ids(delivery) + "}");

    assertEquals(-32006, response.code());
  }

  private JsonObject explainPasted(String hook, String body, String signature) {
    JsonObject params = new JsonObject();
    params.addProperty("hook", hook);
    params.add("headers", JsonParser.parseString(headers(signature)));
    params.addProperty("body", body);
    return result("hook.explain", params.toString());
  }

  private static String headers(String signature) {
    return """
    {"Content-Type":"application/json","X-GitHub-Event":"push","X-Hub-Signature-256":"%s"}
    """
        .formatted(signature);
  }

  private String signature(String body) {
    return Verifier.of(new VerifierDefinition.GitHub())
        .sign(new Secret(SECRET), body.getBytes(StandardCharsets.UTF_8), gateway.now.get(), "an id")
        .headers()
        .get("x-hub-signature-256");
  }

  private Delivery stored(Verdict verdict, String body) {
    return stored("push", verdict, body);
  }

  private Delivery stored(String hook, Verdict verdict, String body) {
    HookRequest request =
        new HookRequest(
            "POST",
            Map.of("x-github-event", List.of("push"), "content-type", List.of("application/json")),
            Map.of(),
            body.getBytes(StandardCharsets.UTF_8),
            Optional.empty());
    Delivery delivery =
        new Delivery(
            DeliveryId.next(),
            hook,
            gateway.now.get(),
            request,
            verdict,
            "as the test wants it",
            List.of(),
            List.of());
    if (verdict == Verdict.ACCEPTED) {
      assertInstanceOf(
          Acceptance.Accepted.class, gateway.platform.deliveries().accept(delivery, List.of()));
    } else {
      gateway.platform.deliveries().record(delivery);
    }
    return delivery;
  }

  private static String ids(Delivery delivery) {
    return "[\"" + delivery.id() + "\"]";
  }

  private JsonObject replayed(String ids, String more) {
    return delivery(result("hook.replay", "{\"delivery_ids\":" + ids + more + "}"));
  }

  private static JsonObject job(JsonObject outcome) {
    return outcome.getAsJsonArray("jobs").get(0).getAsJsonObject();
  }

  private static JsonObject delivery(JsonObject result) {
    return result.getAsJsonArray("deliveries").get(0).getAsJsonObject();
  }

  private static long matched(JsonObject explained) {
    return explained.getAsJsonArray("jobs").asList().stream()
        .filter(job -> job.getAsJsonObject().has("argv"))
        .count();
  }

  private JsonObject result(String method, String params) {
    return result(gateway.admin, method, params);
  }

  private JsonObject result(String key, String method, String params) {
    return gateway.call(key, method, params).result().getAsJsonObject();
  }

  private List<Job> jobs(String owner) {
    return gateway
        .platform
        .jobs()
        .list(
            new JobQuery(owner, Optional.empty(), Optional.empty(), Optional.<JobId>empty(), 100));
  }
}
