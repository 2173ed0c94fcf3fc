package dev.codexgateway.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.functions.invoker.runner.Invoker;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.JobStore.JobView;
import dev.codexgateway.functions.health.HealthFunction;
import dev.codexgateway.functions.jsonrpc.JsonRpcFunction;
import dev.codexgateway.functions.webhook.WebhookFunction;
import dev.codexgateway.functions.worker.WorkerFunction;
import dev.codexgateway.testkit.Concurrently;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The functions, unchanged, each in a virtual machine of its own under java-function-invoker. */
@Timeout(180)
final class InvokerTest {
  private static final String POISON = "{\"message\":{\"data\":\"bm8gam9i\"}}";

  @TempDir Path directory;

  @Test
  void health_isHealthy() throws Exception {
    try (Invoked health = start(HealthFunction.class, Map.of())) {
      HttpResponse<String> response = health.send("GET", "/health", "");
      assertEquals(200, response.statusCode());
      assertEquals("{\"status\":\"healthy\"}", response.body());
      assertEquals(405, health.send("POST", "/health", "").statusCode());
    }
  }

  @Test
  void jsonrpcThenWorker_shareAJob() throws Exception {
    String queued;
    String waiting;
    try (Invoked jsonrpc = start(JsonRpcFunction.class, Map.of())) {
      queued = jsonrpc.exec("{\"command\":\"echo\",\"args\":[\"from far\"]}");
      waiting = jsonrpc.exec("{\"command\":\"nap\"}");
      assertEquals(405, jsonrpc.send("GET", "/jsonrpc", "").statusCode());
      assertEquals(401, jsonrpc.send("POST", "/jsonrpc", "{}").statusCode());
    }
    Map<String, String> work =
        Map.of("GATEWAY_WORK_DIRECTORY", directory.resolve("work").toString());
    try (Invoked worker = start(WorkerFunction.class, work)) {
      assertEquals(204, worker.send("POST", "/", push(queued)).statusCode());
      assertEquals(204, worker.send("POST", "/", push(queued)).statusCode());
      assertEquals(204, worker.send("POST", "/", POISON).statusCode());
      assertEquals(204, worker.send("POST", "/", push(JobId.next().value())).statusCode());
      HttpResponse<String> get = worker.send("GET", "/", "");
      assertEquals(405, get.statusCode());
      assertEquals(Optional.of("POST"), get.headers().firstValue("Allow"));
      assertEquals(413, worker.send("POST", "/", " ".repeat(100_000)).statusCode());
      var _ = worker.sendLater(push(waiting));
      Concurrently.await("the second job's directory", () -> isRunning(waiting));
    }
    LocalPlatform platform = LocalPlatform.open(settings());
    try {
      JobView view = platform.jobs().view(new JobId(queued)).orElseThrow();
      assertEquals(JobState.SUCCEEDED, view.job().state());
      assertEquals("from far\n", view.tail().stdout());
      assertEquals(1, view.job().attempt());
      Job released = platform.jobs().find(new JobId(waiting)).orElseThrow();
      assertEquals(JobState.QUEUED, released.state(), "given back at SIGTERM");
    } finally {
      platform.close();
    }
    assertFalse(isRunning(waiting));
  }

  private boolean isRunning(String job) {
    return Files.exists(directory.resolve("work").resolve(job + ".1"));
  }

  @Test
  void webhook_signedDelivery_isAccepted() throws Exception {
    String hooks =
        """
        hooks:
          shop:
            verifier: {type: token, header: X-Token}
            secret: shop
            jobs: [{command: echo, args: ['${ body.id }']}]
        """;
    Files.writeString(directory.resolve("gateway.yaml"), Served.CONFIGURATION + hooks);
    Map<String, String> secret = Map.of("GATEWAY_SECRET_SHOP", "the token of the shop");
    try (Invoked webhook = start(WebhookFunction.class, secret)) {
      HttpRequest request =
          webhook
              .request("/webhook/shop")
              .header("Content-Type", "application/json")
              .header("X-Token", "the token of the shop")
              .POST(BodyPublishers.ofString("{\"id\":7}"))
              .build();
      HttpResponse<String> response = Served.CLIENT.send(request, BodyHandlers.ofString());
      assertEquals(202, response.statusCode(), response.body());
      assertEquals(401, webhook.send("POST", "/webhook/shop", "{}").statusCode());
      assertEquals(404, webhook.send("POST", "/webhook/none", "{}").statusCode());
    }
  }

  @Test
  void settings_wrong_areOneClearLineInTheLog() throws Exception {
    Map<String, String> env = Map.of("GATEWAY_API_KEY", "short");
    String log = failedStart(JsonRpcFunction.class, env);
    assertTrue(
        log.lines()
            .anyMatch(line -> line.endsWith("GATEWAY_API_KEY must have at least 32 characters")),
        log);
  }

  @Test
  void configuration_missing_isOneClearLineInTheLog() throws Exception {
    Path missing = directory.resolve("missing.yaml");
    Map<String, String> env = Map.of("GATEWAY_CONFIG", missing.toString());
    String log = failedStart(WorkerFunction.class, env);
    assertTrue(log.lines().anyMatch(line -> line.endsWith(missing + ": no such file")), log);
  }

  private String failedStart(Class<?> function, Map<String, String> more) throws Exception {
    Process process = launch(function, freePort(), more);
    String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertFalse(process.waitFor() == 0, log);
    return log;
  }

  private static String push(String job) {
    String data = Base64.getEncoder().encodeToString(job.getBytes(StandardCharsets.UTF_8));
    return "{\"message\":{\"data\":\"" + data + "\",\"messageId\":\"1\"},\"subscription\":\"s\"}";
  }

  private LocalSettings settings() throws Exception {
    return LocalSettings.from(Served.environment(directory));
  }

  private Invoked start(Class<?> function, Map<String, String> more) throws Exception {
    int port = freePort();
    Invoked invoked = new Invoked(launch(function, port, more), port);
    Concurrently.await("the function listens", invoked::listens);
    return invoked;
  }

  private Process launch(Class<?> function, int port, Map<String, String> more) throws Exception {
    String invoker = jarOf(Invoker.class);
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            invoker,
            Invoker.class.getName(),
            "--classpath",
            classPathWithout(invoker),
            "--target",
            function.getName(),
            "--port",
            String.valueOf(port));
    builder.environment().putAll(Served.environment(directory));
    builder.environment().put("GATEWAY_API_KEY", Served.KEY);
    builder.environment().putAll(more);
    return builder.redirectErrorStream(true).start();
  }

  /** The function's own libraries, kept apart from those inside the invoker. */
  private static String classPathWithout(String jar) {
    return Arrays.stream(System.getProperty("java.class.path").split(":"))
        .filter(entry -> !entry.equals(jar))
        .collect(Collectors.joining(":"));
  }

  private static String jarOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private record Invoked(Process process, int port) implements AutoCloseable {
    boolean listens() {
      if (!process.isAlive()) {
        throw new AssertionError("ended: " + log());
      }
      try {
        // A method that every function answers without work.
        send("OPTIONS", "/", "");
        return true;
      } catch (ConnectException e) {
        return false;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    private String log() {
      try {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    String exec(String params) throws Exception {
      HttpRequest request =
          request("/jsonrpc")
              .header("X-API-Key", Served.KEY)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(Served.call("exec", params)))
              .build();
      HttpResponse<String> response = Served.CLIENT.send(request, BodyHandlers.ofString());
      assertEquals(200, response.statusCode(), response.body());
      JsonObject job =
          JsonParser.parseString(response.body()).getAsJsonObject().getAsJsonObject("result");
      assertEquals("queued", job.get("state").getAsString());
      return job.get("job_id").getAsString();
    }

    HttpResponse<String> send(String method, String path, String body) throws Exception {
      HttpRequest request = request(path).method(method, BodyPublishers.ofString(body)).build();
      return Served.CLIENT.send(request, BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> sendLater(String body) {
      HttpRequest request = request("/").POST(BodyPublishers.ofString(body)).build();
      return Served.CLIENT.sendAsync(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
      return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    /** SIGTERM, as the platform sends it. */
    @Override
    public void close() {
      process.destroy();
      process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }
  }
}
