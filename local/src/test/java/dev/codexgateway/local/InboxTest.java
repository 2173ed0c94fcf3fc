package dev.codexgateway.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.codexgateway.testkit.Concurrently;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The inbox over a socket: what came in is listed, explained, and replayed, also after a restart.
 */
@Timeout(120)
final class InboxTest {
  private static final String SECRET = "a secret of the push hook";
  private static final String HOOKS =
      """
      hooks:
        push:
          verifier: github
          secret: push
          filter: headers["x-github-event"] == "push"
          jobs:
            - filter: body.ref == "refs/heads/BRANCH"
              command: echo
              args: ['${body.after}']
      """;

  @TempDir Path directory;

  private Served start(String branch) throws Exception {
    Files.writeString(
        directory.resolve("gateway.yaml"), Served.CONFIGURATION + HOOKS.replace("BRANCH", branch));
    return Served.start(
        directory, Map.of("GATEWAY_API_KEY", Served.KEY, "GATEWAY_SECRET_PUSH", SECRET));
  }

  @Test
  void delivery_isListedExplainedAndReplayedUnderANewConfiguration() throws Exception {
    String id;
    try (Served served = start("main")) {
      assertEquals(200, push(served, "side", "c0ffee").statusCode());

      JsonObject delivery = deliveries(served, "{\"hook\":\"push\"}").get(0).getAsJsonObject();
      id = delivery.get("delivery_id").getAsString();
      assertEquals("unwanted", delivery.get("verdict").getAsString());
      JsonObject refused = served.rpc("hook.explain", "{\"delivery_id\":\"" + id + "\"}");
      assertEquals("unwanted", refused.get("outcome").getAsString());
      assertTrue(refused.toString().contains("refs/heads/side"), refused.toString());
    }
    try (Served served = start("side")) {
      JsonObject wanted = served.rpc("hook.explain", "{\"delivery_id\":\"" + id + "\"}");
      assertEquals("accepted", wanted.get("outcome").getAsString());
      assertTrue(wanted.toString().contains("[\"/bin/echo\",\"c0ffee\"]"), wanted.toString());

      String first = replayed(served, id);
      assertEquals(first, replayed(served, id));
      JsonObject job =
          served.rpc("job.wait", "{\"job_id\":\"" + first + "\",\"timeout_seconds\":30}");
      assertEquals("c0ffee\n", job.get("stdout").getAsString());
      assertEquals("replay:push", job.get("source").getAsString());
    }
  }

  @Test
  void delivery_fiftyTimesAtOnce_isOneJobAndOneAcceptedDelivery() throws Exception {
    try (Served served = start("main")) {
      List<HttpResponse<String>> answers =
          Concurrently.call(
              50,
              _ -> {
                try {
                  return push(served, "main", "c0ffee");
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });

      Set<String> jobs = new HashSet<>();
      for (HttpResponse<String> answer : answers) {
        assertEquals(2, answer.statusCode() / 100, answer.body());
        JsonParser.parseString(answer.body())
            .getAsJsonObject()
            .getAsJsonArray("job_ids")
            .forEach(job -> jobs.add(job.getAsString()));
      }
      assertEquals(1, jobs.size());
      assertEquals(1, answers.stream().filter(answer -> answer.statusCode() == 202).count());
      assertEquals(1, deliveries(served, "{\"verdict\":\"accepted\",\"limit\":100}").size());
      assertEquals(1, served.rpc("job.list", "{}").getAsJsonArray("jobs").size());
    }
  }

  @Test
  void delivery_forged_isListedWithoutItsBody() throws Exception {
    try (Served served = start("main")) {
      assertEquals(401, push(served, "main", "c0ffee", "not the secret").statusCode());

      JsonObject delivery =
          deliveries(served, "{\"verdict\":\"rejected\",\"include_body\":true}")
              .get(0)
              .getAsJsonObject();
      assertEquals(0, delivery.get("body_bytes").getAsInt());
      assertEquals("", delivery.getAsJsonObject("request").get("body").getAsString());
      assertEquals("the signature does not match", delivery.get("reason").getAsString());
    }
  }

  private static JsonArray deliveries(Served served, String params) throws Exception {
    return served.rpc("delivery.list", params).getAsJsonArray("deliveries");
  }

  /** The job that the replay made, or made before. */
  private static String replayed(Served served, String id) throws Exception {
    JsonElement outcome =
        served
            .rpc("hook.replay", "{\"delivery_ids\":[\"" + id + "\"]}")
            .getAsJsonArray("deliveries")
            .get(0);
    JsonObject job = outcome.getAsJsonObject().getAsJsonArray("jobs").get(0).getAsJsonObject();
    return job.get("job_id").getAsString();
  }

  private static HttpResponse<String> push(Served served, String branch, String commit)
      throws Exception {
    return push(served, branch, commit, SECRET);
  }

  private static HttpResponse<String> push(
      Served served, String branch, String commit, String secret) throws Exception {
    String body = "{\"ref\":\"refs/heads/" + branch + "\",\"after\":\"" + commit + "\"}";
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    String signature = HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
    return Served.CLIENT.send(
        HttpRequest.newBuilder(served.uri("/webhook/push"))
            .header("Content-Type", "application/json")
            .header("X-GitHub-Event", "push")
            .header("X-Hub-Signature-256", "sha256=" + signature)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
