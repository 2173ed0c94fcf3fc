package dev.codexgateway.functions.jsonrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.emulators.junit.SharedEmulators;
import dev.codexgateway.emulators.junit.SharedServices;
import dev.codexgateway.testkit.FunctionProcess;
import java.io.IOException;
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
final class DeployedJsonRpcTest {
  @TempDir Path directory;

  @Test
  void started_answersAnAuthenticatedCall() throws Exception {
    try (FunctionProcess function = start(settings())) {
      function.awaitListening();
      HttpResponse<String> answer = call(function, SharedServices.KEY);
      assertEquals(200, answer.statusCode(), () -> answer.body() + function.output());
      assertTrue(answer.body().contains("\"echo\""), answer.body());
      assertEquals(401, call(function, "x".repeat(40)).statusCode());
    }
  }

  @Test
  void settingMissing_isOneErrorLineAndTheEnd() throws Exception {
    Map<String, String> settings = settings();
    settings.remove("GATEWAY_PROJECT");
    assertDoesNotStart(settings, "GATEWAY_PROJECT is not set");
  }

  @Test
  void configurationBad_isOneErrorLineAndTheEnd() throws Exception {
    Map<String, String> settings = settings();
    settings.put("GATEWAY_CONFIG", directory.resolve("missing.yaml").toString());
    assertDoesNotStart(settings, "missing.yaml");
  }

  private void assertDoesNotStart(Map<String, String> settings, String reason) {
    try (FunctionProcess function = start(settings)) {
      assertEquals(1, function.awaitExit(), function::output);
      List<String> errors =
          function.output().lines().filter(line -> line.contains(" ERROR ")).toList();
      assertEquals(1, errors.size(), function::output);
      assertTrue(errors.getFirst().contains("The JSON-RPC function does not start: "));
      assertTrue(errors.getFirst().contains(reason), errors::getFirst);
    }
  }

  private Map<String, String> settings() throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("gateway.yaml"),
            "commands: {echo: {executable: /bin/echo, args: []}}\n");
    Map<String, String> settings =
        new HashMap<>(SharedServices.settings(SharedEmulators.newProject()));
    settings.put("GATEWAY_CONFIG", config.toString());
    return settings;
  }

  private FunctionProcess start(Map<String, String> settings) {
    return FunctionProcess.start(JsonRpcFunction.class, directory, settings, List.of());
  }

  private static HttpResponse<String> call(FunctionProcess function, String key) {
    return function.send(
        HttpRequest.newBuilder(function.address().resolve("/jsonrpc"))
            .header("X-API-Key", key)
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"command.list\",\"id\":1}"))
            .build());
  }
}
