package dev.codexgateway.functions.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.emulators.junit.SharedEmulators;
import dev.codexgateway.emulators.junit.SharedServices;
import dev.codexgateway.testkit.FunctionProcess;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The function in a process of its own, on stand-ins of Google Cloud. */
@Tag("deployed")
final class DeployedWebhookTest {
  private static final String CONFIG =
      """
      commands:
        echo: {executable: /bin/echo, args: []}
      hooks:
        ping:
          verifier: {type: token, header: X-Token}
          secret: hook-token
          filter: body.wanted == true
          jobs: [{command: echo}]
      """;
  private static final String TOKEN = "t".repeat(32);

  @TempDir Path directory;

  @Test
  void started_answersADelivery() throws Exception {
    String project = SharedEmulators.newProject();
    Map<String, String> settings = new HashMap<>(SharedServices.settings(project));
    SharedServices.secret(project, "hook-token", TOKEN);
    settings.put(
        "GATEWAY_CONFIG", Files.writeString(directory.resolve("gateway.yaml"), CONFIG).toString());
    try (FunctionProcess function =
        FunctionProcess.start(WebhookFunction.class, directory, settings, List.of())) {
      function.awaitListening();
      HttpResponse<String> answer = deliver(function, TOKEN);
      assertEquals(200, answer.statusCode(), () -> answer.body() + function.output());
      assertEquals(401, deliver(function, "x".repeat(32)).statusCode());
    }
  }

  @Test
  void settingMissing_isOneErrorLineAndTheEnd() {
    try (FunctionProcess function =
        FunctionProcess.start(WebhookFunction.class, directory, Map.of(), List.of())) {
      assertEquals(1, function.awaitExit(), function::output);
      List<String> errors =
          function.output().lines().filter(line -> line.contains(" ERROR ")).toList();
      assertEquals(1, errors.size(), function::output);
      assertTrue(errors.getFirst().contains("The webhook function does not start: "));
    }
  }

  private static HttpResponse<String> deliver(FunctionProcess function, String token) {
    return function.send(
        HttpRequest.newBuilder(function.address().resolve("/webhook/ping"))
            .header("X-Token", token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"wanted\":false}"))
            .build());
  }
}
