package dev.codexgateway.functions.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.job.JobId;
import dev.codexgateway.emulators.junit.SharedEmulators;
import dev.codexgateway.emulators.junit.SharedServices;
import dev.codexgateway.testkit.Concurrently;
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
final class DeployedWorkerTest {
  @TempDir Path directory;

  @Test
  void started_sweepsAndTakesMessages() throws Exception {
    try (FunctionProcess function = start(settings())) {
      function.awaitListening();
      HttpResponse<String> sweep = post(function, "/sweep", "");
      assertEquals(200, sweep.statusCode(), function::output);
      assertEquals("{\"rung\":0}", sweep.body());
      JobId unknown = JobId.next();
      assertEquals(204, post(function, "/", PushMessageTest.pushOf(unknown.value())).statusCode());
      Concurrently.await(
          "the log names it",
          () -> function.output().contains("there is no job " + unknown.value()));
    }
  }

  @Test
  void onGoogleCloud_logsJson() throws Exception {
    Map<String, String> settings = settings();
    settings.put("K_SERVICE", "worker");
    try (FunctionProcess function = start(settings)) {
      function.awaitListening();
      assertEquals(204, post(function, "/", "poison").statusCode());
      Concurrently.await(
          "a line of JSON",
          () ->
              function
                  .output()
                  .lines()
                  .anyMatch(
                      line ->
                          line.startsWith("{\"severity\":\"ERROR\",\"time\":\"")
                              && line.contains("acknowledged and dropped: it is not JSON")));
    }
  }

  @Test
  void settingsBad_areOneErrorLineAndTheEnd() throws Exception {
    Map<String, String> settings = settings();
    settings.put("GATEWAY_PUSH_AUDIENCE", "https://worker.example/");
    try (FunctionProcess function = start(settings)) {
      assertEquals(1, function.awaitExit(), function::output);
      List<String> errors =
          function.output().lines().filter(line -> line.contains(" ERROR ")).toList();
      assertEquals(1, errors.size(), function::output);
      assertTrue(
          errors
              .getFirst()
              .endsWith(
                  "The worker does not start: GATEWAY_PUSH_AUDIENCE and GATEWAY_PUSH_ACCOUNT"
                      + " belong together"),
          errors::getFirst);
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
    settings.put("GATEWAY_WORK_DIRECTORY", directory.resolve("work").toString());
    return settings;
  }

  private FunctionProcess start(Map<String, String> settings) {
    return FunctionProcess.start(WorkerFunction.class, directory, settings, List.of());
  }

  private static HttpResponse<String> post(FunctionProcess function, String path, String body) {
    return function.send(
        HttpRequest.newBuilder(function.address().resolve(path))
            .POST(BodyPublishers.ofString(body))
            .build());
  }
}
