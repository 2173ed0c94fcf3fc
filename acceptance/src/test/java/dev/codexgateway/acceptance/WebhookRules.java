package dev.codexgateway.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.codexgateway.acceptance.Target.Ability;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Webhooks: deliveries, the inbox, and why a hook did or did not fire. */
interface WebhookRules extends EndToEnd {
  @Test
  default void delivery_signedAndWanted_makesAJob() throws Exception {
    needs(Ability.TEST_COMMANDS);
    Push push = Push.of(unique("push"), 3);

    Answer answer = Client.send(push.to(admin()));

    assertEquals(202, answer.status(), answer::toString);
    assertEquals("accepted", Json.string(answer.json(), "status"));
    JsonObject job = admin().ended(onlyJob(answer));
    assertEquals("1\n2\n3\n", Json.string(job, "stdout"));
    assertEquals("webhook:e2e-push", Json.string(job, "source"));
    assertEquals(push.delivery(), Json.string(job.getAsJsonObject("labels"), "delivery"));
  }

  @Test
  default void delivery_again_isADuplicateWithTheSameJob() throws Exception {
    needs(Ability.TEST_COMMANDS);
    Push push = Push.of(unique("push"), 1);
    String first = onlyJob(Client.send(push.to(admin())));

    Answer again = Client.send(push.to(admin()));

    assertEquals(200, again.status(), again::toString);
    assertEquals("duplicate", Json.string(again.json(), "status"));
    assertEquals(first, onlyJob(again));
  }

  @Test
  default void delivery_fiftyTimesAtOnce_makesOneJob() throws Exception {
    needs(Ability.TEST_COMMANDS);
    Push push = Push.of(unique("push"), 1);
    List<Future<Answer>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        answers.add(threads.submit((Callable<Answer>) () -> accepted(push)));
      }
    }

    JsonArray jobs =
        admin().result("job.list", "label", "delivery=" + push.delivery()).getAsJsonArray("jobs");
    assertEquals(1, jobs.size(), jobs::toString);
    String only = Json.id(jobs.get(0).getAsJsonObject());
    for (Future<Answer> answer : answers) {
      assertEquals(only, onlyJob(answer.get()));
    }
  }

  /** Sends again after a 503, as providers do. */
  private Answer accepted(Push push) throws Exception {
    Answer answer = Client.send(push.to(admin()));
    while (answer.status() == 503) {
      answer = Client.send(push.to(admin()));
    }
    assertTrue(answer.status() / 100 == 2, answer::toString);
    return answer;
  }

  @Test
  default void delivery_thatNoFilterWants_is200WithTheReason() throws Exception {
    needs(Ability.TEST_COMMANDS);
    Answer answer = Client.send(Push.of(unique("push"), 1).withEvent("star").to(admin()));

    assertEquals(200, answer.status(), answer::toString);
    assertEquals("ignored", Json.string(answer.json(), "status"));
    assertFalse(Json.string(answer.json(), "reason").isEmpty());
  }

  @Test
  default void delivery_forgedOrUnsigned_is401WithoutTheSignature() throws Exception {
    needs(Ability.TEST_COMMANDS);
    Push push = Push.of(unique("push"), 1);
    Answer unsigned = Client.send(push.unsigned(admin()));
    Answer forged =
        Client.send(
            push.unsigned(admin()).header("X-Hub-Signature-256", "sha256=" + "0".repeat(64)));

    for (Answer answer : List.of(unsigned, forged)) {
      assertEquals(401, answer.status(), answer::toString);
      assertFalse(answer.body().contains(push.signature().substring("sha256=".length())));
    }
  }

  @Test
  default void delivery_withHostileValues_makesNoJobAndIs200() throws Exception {
    needs(Ability.TEST_COMMANDS);
    List<Object> hostile =
        List.of(
            "--upload-pack=x",
            "1; id",
            "$(id)",
            "1\n2",
            "x".repeat(1_000_000),
            Map.of("an", "object"),
            List.of(1, 2));
    for (Object value : hostile) {
      Push push = Push.of(unique("push"), value);

      Answer answer = Client.send(push.to(admin()));

      assertEquals(200, answer.status(), answer::toString);
      assertEquals("ignored", Json.string(answer.json(), "status"));
      JsonObject jobs = admin().result("job.list", "label", "delivery=" + push.delivery());
      assertTrue(jobs.getAsJsonArray("jobs").isEmpty(), jobs::toString);
    }
  }

  @Test
  default void delivery_toNoHookOrOfNoType_isRefused() throws Exception {
    needs(Ability.TEST_COMMANDS);
    Push push = Push.of(unique("push"), 1);
    assertEquals(
        404,
        Client.send(
                admin()
                    .withoutKey()
                    .request("/webhook/no-such")
                    .POST(BodyPublishers.ofString("{}")))
            .status());
    assertEquals(405, Client.send(admin().withoutKey().request("/webhook/e2e-push")).status());
    assertEquals(
        415, Client.send(push.to(admin()).setHeader("Content-Type", "application/xml")).status());
  }

  @Test
  default void inbox_ofADelivery_listsExplainsAndReplays() throws Exception {
    needs(Ability.TEST_COMMANDS);
    Push push = Push.of(unique("push"), 2);
    String job = onlyJob(Client.send(push.to(admin())));

    JsonObject listed =
        Json.objects(
                admin()
                    .result("delivery.list", "hook", "e2e-push", "limit", 100)
                    .getAsJsonArray("deliveries"))
            .stream()
            .filter(delivery -> delivery.getAsJsonArray("job_ids").toString().contains(job))
            .findFirst()
            .orElseThrow();
    assertEquals("accepted", Json.string(listed, "verdict"));
    String id = Json.string(listed, "delivery_id");
    String explained = admin().result("hook.explain", "delivery_id", id).toString();
    assertTrue(explained.contains("/usr/bin/seq"), explained);
    Object[] replay = {"delivery_ids", List.of(id), "idempotency_key", unique("replay")};
    assertEquals(onlyJobOf(replay, "submitted"), onlyJobOf(replay, "existing"));
  }

  /** The job of a replay of one delivery that makes one. */
  private String onlyJobOf(Object[] replay, String outcome) throws Exception {
    JsonObject delivery =
        admin().result("hook.replay", replay).getAsJsonArray("deliveries").get(0).getAsJsonObject();
    JsonObject job = delivery.getAsJsonArray("jobs").get(0).getAsJsonObject();
    assertEquals(outcome, Json.string(job, "outcome"), delivery::toString);
    return Json.id(job);
  }

  @Test
  default void inbox_withoutTheScope_isForbidden() throws Exception {
    stranger("jobs:read").error(-32002, "delivery.list");
  }

  private static String onlyJob(Answer answer) {
    assertEquals(2, answer.status() / 100, answer::toString);
    JsonArray ids = answer.json().getAsJsonArray("job_ids");
    assertEquals(1, ids.size(), answer::toString);
    return ids.get(0).getAsString();
  }
}
