package dev.codexgateway.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.codexgateway.testkit.Concurrently;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a signed delivery over a socket to the output of its job. */
@Timeout(120)
final class WebhookTest {
  private static final String SECRET = "It's a Secret to Everybody";
  private static final String PUSH = "{\"ref\":\"refs/heads/main\",\"pusher\":{\"name\":\"ann\"}}";
  private static final String HOOKS =
      """
      hooks:
        github:
          verifier: github
          secret: github-webhook
          filter: headers["x-github-event"] == "push" && remote_address.startsWith("127.")
          jobs:
            - command: echo
              args: ['${ body.ref.substring(11) } by ${ body.pusher.name }']
      """;

  @TempDir Path directory;

  private Map<String, String> settings(String hooks) throws Exception {
    Files.writeString(directory.resolve("gateway.yaml"), Served.CONFIGURATION + hooks);
    return Map.of("GATEWAY_API_KEY", Served.KEY, "GATEWAY_SECRET_GITHUB_WEBHOOK", SECRET);
  }

  private static HttpResponse<String> push(Served served, String body, String secret)
      throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    String signature = HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
    return Served.CLIENT.send(
        HttpRequest.newBuilder(served.uri("/webhook/github"))
            .header("Content-Type", "application/json")
            .header("X-GitHub-Event", "push")
            .header("X-Forwarded-For", "192.0.2.1")
            .header("X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958")
            .header("X-Hub-Signature-256", "sha256=" + signature)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static JsonObject json(HttpResponse<String> response) {
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  @Test
  void push_signed_runsTheCommandWithItsValues() throws Exception {
    try (Served served = Served.start(directory, settings(HOOKS))) {
      HttpResponse<String> response = push(served, PUSH, SECRET);
      assertEquals(202, response.statusCode(), response.body());
      String job = json(response).getAsJsonArray("job_ids").get(0).getAsString();
      String params = "{\"job_id\":\"" + job + "\",\"timeout_seconds\":30}";
      JsonObject done =
          json(served.post(Served.call("job.wait", params))).getAsJsonObject("result");
      assertEquals("succeeded", done.get("state").getAsString());
      assertEquals("webhook:github", done.get("source").getAsString());
      assertEquals("main by ann\n", text(done));
    }
  }

  private static String text(JsonObject job) {
    return job.get("stdout").getAsString();
  }

  @Test
  void push_fiftyTimesAtOnce_makesOneJob() throws Exception {
    try (Served served = Served.start(directory, settings(HOOKS))) {
      List<HttpResponse<String>> responses =
          Concurrently.call(
              50,
              _ -> {
                try {
                  return push(served, PUSH, SECRET);
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
      assertTrue(responses.stream().allMatch(response -> response.statusCode() / 100 == 2));
      assertEquals(
          1,
          responses.stream()
              .map(response -> json(response).getAsJsonArray("job_ids").toString())
              .distinct()
              .count());
    }
  }

  @Test
  void push_wronglySigned_is401AndUnknownHooks404() throws Exception {
    try (Served served = Served.start(directory, settings(HOOKS))) {
      assertEquals(401, push(served, PUSH, "guessed").statusCode());
      assertEquals(404, served.send("POST", "/webhook/gitlab", PUSH).statusCode());
      assertEquals(405, served.send("GET", "/webhook/github", "").statusCode());
    }
  }

  @Test
  void start_withoutTheSecret_isRefusedWithItsName() throws Exception {
    settings(HOOKS);
    StartupException refused =
        assertThrows(
            StartupException.class,
            () -> Served.start(directory, Map.of("GATEWAY_API_KEY", Served.KEY)));
    assertEquals(
        "hook github: no usable secret github-webhook", String.valueOf(refused.getMessage()));
  }

  @Test
  void check_wrongExpression_isToldWithLineAndColumn() throws Exception {
    settings(HOOKS.replace("body.pusher.name", "nobody.pusher"));
    LocalSettings settings = LocalSettings.from(Served.environment(directory));
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
    StartupException refused =
        assertThrows(StartupException.class, () -> LocalGateway.check(settings, out));
    assertTrue(
        refused
            .getMessage()
            .contains(
                "hooks.github.jobs[0].args[0]: at column 35: undeclared reference to 'nobody'"),
        refused.getMessage());
  }
}
