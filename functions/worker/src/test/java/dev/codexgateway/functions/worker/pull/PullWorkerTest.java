package dev.codexgateway.functions.worker.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobSpec;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.core.platform.PlatformProvider;
import dev.codexgateway.emulators.junit.SharedEmulators;
import dev.codexgateway.emulators.junit.SharedServices;
import dev.codexgateway.testkit.Concurrently;
import dev.codexgateway.testkit.Fixtures;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against the emulators. */
@Timeout(180)
final class PullWorkerTest {
  private static final String CONFIG =
      """
      commands:
        hello: {executable: /bin/echo, args: [hello]}
        wait: {executable: /bin/sleep, args: ['600'], retry_safe: true}
      """;

  @TempDir Path directory;

  private final String project = SharedEmulators.newProject();
  private Map<String, String> settings;

  @BeforeEach
  void prepare() throws Exception {
    settings = new HashMap<>(SharedServices.settings(project));
    settings.put(
        "GATEWAY_CONFIG", Files.writeString(directory.resolve("gateway.yaml"), CONFIG).toString());
    settings.put("GATEWAY_WORK_DIRECTORY", directory.resolve("work").toString());
    settings.put("GATEWAY_LONG_JOBS_SUBSCRIPTION", "long");
    List.of("gateway-jobs", "gateway-events", "long").forEach(this::createTopic);
    pubSub("PUT", "subscriptions/long", "{\"topic\":\"projects/" + project + "/topics/long\"}");
  }

  @Test
  void bell_isAnsweredByARunOfItsJob() throws Exception {
    try (Platform platform = PlatformProvider.load(settings);
        PullWorker _ = PullWorker.start(settings)) {
      JobId id = submit(platform, "hello");
      ring(id);
      Concurrently.await("the end", () -> job(platform, id).isTerminal());
      assertEquals(JobState.SUCCEEDED, job(platform, id).state());
      assertEquals(1, job(platform, id).attempt());
    }
  }

  @Test
  void close_givesTheRunningJobBack() throws Exception {
    try (Platform platform = PlatformProvider.load(settings)) {
      JobId id = submit(platform, "wait");
      PullWorker first = PullWorker.start(settings);
      ring(id);
      Concurrently.await("a run", () -> job(platform, id).state() == JobState.RUNNING);
      first.close();
      assertEquals(JobState.QUEUED, job(platform, id).state());
    }
  }

  private static Job job(Platform platform, JobId id) {
    return platform.jobs().find(id).orElseThrow();
  }

  private static JobId submit(Platform platform, String command) {
    JobSpec spec =
        new JobSpec(command, List.of(), Optional.empty(), Map.of(), Duration.ofHours(1), Map.of());
    NewJob job =
        new NewJob(
            JobId.next(),
            Fixtures.OWNER,
            spec,
            "test",
            3,
            Optional.empty(),
            Instant.now(),
            Optional.empty());
    platform.jobs().submit(job);
    return job.id();
  }

  private void ring(JobId id) throws Exception {
    String data = Base64.getEncoder().encodeToString(id.value().getBytes(StandardCharsets.UTF_8));
    pubSub("POST", "topics/long:publish", "{\"messages\":[{\"data\":\"" + data + "\"}]}");
  }

  private void createTopic(String topic) {
    try {
      pubSub("PUT", "topics/" + topic, "{}");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Over the emulator's own HTTP. */
  private void pubSub(String method, String path, String body) throws Exception {
    URI uri =
        URI.create(
            "http://" + SharedEmulators.pubSub().host() + "/v1/projects/" + project + "/" + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      assertTrue(answer.statusCode() == 200, () -> method + " " + path + ": " + answer.body());
    }
  }
}
