package dev.codexgateway.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.artifact.ArtifactStore.SignedUrl;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.testkit.Concurrently;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts, stops and starts again. */
@Timeout(120)
final class LocalGatewayLifeTest {
  private static final Pattern PRINTED_KEY = Pattern.compile("export GATEWAY_API_KEY=(gwk_\\S+)");

  @TempDir Path directory;

  @Test
  void restart_keepsJobsAndKeysAndPrintsNoSecondKey() throws Exception {
    String key;
    String id;
    try (Served first = Served.start(directory, Map.of())) {
      Matcher printed = PRINTED_KEY.matcher(first.greeting());
      assertTrue(printed.find(), first.greeting());
      key = printed.group(1);
      id = first.withKey(key).exec("echo", "kept").get("job_id").getAsString();
    }
    try (Served second = Served.start(directory, Map.of())) {
      assertFalse(second.greeting().contains("gwk_"), second.greeting());
      assertTrue(second.greeting().contains("listens on " + second.gateway().url()));
      JsonObject job = second.withKey(key).job(id);
      assertEquals("succeeded", job.get("state").getAsString());
      assertEquals("kept\n", job.get("stdout").getAsString());
    }
  }

  @Test
  void adminKeyOfTheEnvironment_worksAndIsNowhereInTheDataDirectory() throws Exception {
    try (Served served = Served.start(directory)) {
      assertFalse(served.greeting().contains(Served.KEY));
      served.exec("echo", "hello");
      assertTrue(containing("hello").findAny().isPresent());
      assertEquals(List.of(), containing(Served.KEY).toList());
    }
    assertEquals(List.of(), containing(Served.KEY).toList());
  }

  /** Files of the data directory with that text. */
  private Stream<Path> containing(String text) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> contains(file, text))
          .toList()
          .stream();
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void endpointFile_withAPublicUrl_stillNamesThisMachine() throws Exception {
    Map<String, String> more =
        Map.of("GATEWAY_API_KEY", Served.KEY, "GATEWAY_PUBLIC_URL", "https://gateway.example.com");
    try (Served served = Served.start(directory, more)) {
      assertEquals("https://gateway.example.com", served.gateway().url().toString());
      String endpoint = Files.readString(directory.resolve("data/endpoint.json"));
      assertTrue(endpoint.contains("\"http://localhost:"), endpoint);
    }
  }

  @Test
  void endpointFile_isPrivateAndThereWhileItRuns() throws Exception {
    Path data = directory.resolve("data");
    Path endpoint = data.resolve("endpoint.json");
    try (Served served = Served.start(directory)) {
      assertEquals("rwx------", permissions(data));
      assertEquals("rw-------", permissions(endpoint));
      JsonObject json = JsonParser.parseString(Files.readString(endpoint)).getAsJsonObject();
      assertEquals(served.gateway().url().toString(), json.get("url").getAsString());
      served.withKey(json.get("key").getAsString()).exec("echo", "from the command line");
    }
    assertFalse(Files.exists(endpoint));
    try (Stream<Path> left = Files.list(data)) {
      assertEquals(List.of(), left.filter(file -> file.toString().contains("endpoint")).toList());
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void start_directoryInUse_isOneClearLine() throws Exception {
    try (Served served = Served.start(directory)) {
      String line = refusal(Map.of());
      assertTrue(line.contains("in use by another gateway"), line);
      assertEquals(200, served.get("/health").statusCode());
    }
  }

  @Test
  void start_portTaken_isOneClearLineAndLeavesTheDirectoryFree() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String line = refusal(Map.of("GATEWAY_PORT", String.valueOf(taken.getLocalPort())));
      String address = "127.0.0.1:" + taken.getLocalPort();
      assertTrue(line.startsWith("cannot listen on " + address + ": "), line);
      assertTrue(line.contains("already in use"), line);
    }
    Served.start(directory).close();
  }

  @Test
  void start_configurationMissing_isOneClearLine() throws Exception {
    Path missing = directory.resolve("missing.yaml");
    assertEquals(missing + ": no such file", refusal(Map.of("GATEWAY_CONFIG", missing.toString())));
    assertFalse(Files.exists(directory.resolve("data")));
  }

  @Test
  void start_configurationWrong_namesEveryProblemWithItsLine() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("wrong.yaml"),
            "commands:\n  a:\n    executable: relative\n  b:\n    colour: red\n");
    Map<String, String> env = Map.of("GATEWAY_CONFIG", file.toString());
    List<String> lines = message(env).lines().toList();
    assertTrue(lines.size() >= 2, lines.toString());
    assertTrue(lines.stream().allMatch(line -> line.startsWith(file + ":")), lines.toString());
    assertTrue(lines.stream().anyMatch(line -> line.contains("executable")), lines.toString());
    assertTrue(lines.stream().anyMatch(line -> line.contains("colour")), lines.toString());
  }

  @Test
  void start_dataDirectoryIsAFile_isOneClearLine() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    String line = refusal(Map.of("GATEWAY_DATA", file.toString()));
    assertTrue(line.contains("is not a directory"), line);
  }

  @Test
  void start_databaseDamaged_isOneClearLineAndLeavesTheDirectoryFree() throws Exception {
    Path data = directory.resolve("data");
    Served.start(directory).close();
    Files.move(data.resolve("gateway.db"), data.resolve("kept.db"));
    Files.writeString(data.resolve("gateway.db"), "this is no database at all. ".repeat(100));
    String line = refusal(Map.of());
    assertTrue(line.contains("gateway.db"), line);
    Files.delete(data.resolve("gateway.db"));
    Files.move(data.resolve("kept.db"), data.resolve("gateway.db"));
    Served.start(directory).close();
  }

  private String refusal(Map<String, String> more) throws Exception {
    String message = message(more);
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  private String message(Map<String, String> more) throws Exception {
    Map<String, String> env = Served.environment(directory);
    env.putAll(more);
    LocalSettings settings = LocalSettings.from(env);
    return String.valueOf(
        assertThrows(
                StartupException.class,
                () ->
                    LocalGateway.start(settings, new PrintStream(OutputStream.nullOutputStream())))
            .getMessage());
  }

  @Test
  void close_whileJobsRun_refusesIntakeAndEndsThemFirst() throws Exception {
    Path permission = directory.resolve("permission");
    Served served = Served.start(directory);
    String safe = served.submit("stubborn", permission.toString());
    String unsafe = served.submit("sleep");
    long safePid = Long.parseLong(served.output(safe).strip());
    long unsafePid = Long.parseLong(served.output(unsafe).strip());
    CompletableFuture<Void> closing = CompletableFuture.runAsync(served::close);
    String submission = Served.call("exec", "{\"command\":\"echo\"}");
    Concurrently.await("intake refuses", () -> status(served, submission) == 503);
    HttpResponse<String> refused = served.post(submission);
    assertEquals("5", refused.headers().firstValue("Retry-After").orElseThrow());
    assertEquals(
        -32006,
        JsonParser.parseString(refused.body())
            .getAsJsonObject()
            .getAsJsonObject("error")
            .get("code")
            .getAsInt());
    HttpResponse<String> ready = served.get("/health/ready");
    assertEquals(503, ready.statusCode());
    assertTrue(ready.body().contains("\"worker\":\"down\""), ready.body());
    assertEquals(200, served.get("/health").statusCode());
    Path told = directory.resolve("permission.term");
    Concurrently.await("the job is told to stop", () -> Files.exists(told));
    Files.createFile(permission);
    closing.join();
    served.gateway().awaitTermination();
    assertFalse(ProcessHandle.of(safePid).isPresent());
    assertFalse(ProcessHandle.of(unsafePid).isPresent());
    served.close();
    try (Served again = Served.start(directory)) {
      assertEquals("lost", again.job(unsafe).get("state").getAsString());
      JsonObject job =
          again.rpc("job.wait", "{\"job_id\":\"" + safe + "\",\"timeout_seconds\":30}");
      assertEquals("succeeded", job.get("state").getAsString());
      assertEquals(2, job.get("attempt").getAsInt());
    }
  }

  private static int status(Served served, String call) {
    try {
      return served.post(call).statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void start_leftoversOfAKilledOne_areCleared() throws Exception {
    Served.start(directory).close();
    Path left = directory.resolve("data/work/job_01k9zv3e0f8q2r7w5x1c4n6m9b.1");
    Files.createDirectories(left);
    Files.writeString(left.resolve("file"), "x");
    try (Served _ = Served.start(directory)) {
      assertFalse(Files.exists(left));
    }
  }

  @Test
  void start_withoutWorkers_takesJobsInForLater() throws Exception {
    String id;
    try (Served served =
        Served.start(directory, Map.of("GATEWAY_API_KEY", Served.KEY, "GATEWAY_WORKERS", "0"))) {
      id = served.submit("echo", "later");
      assertEquals("queued", served.job(id).get("state").getAsString());
    }
    try (Served served = Served.start(directory)) {
      JsonObject job = served.rpc("job.wait", "{\"job_id\":\"" + id + "\",\"timeout_seconds\":30}");
      assertEquals("later\n", job.get("stdout").getAsString());
    }
  }

  @Test
  void artifacts_urlThatHasExpired_isNotFound() throws Exception {
    JobId id;
    try (Served served = Served.start(directory)) {
      id = new JobId(served.exec("report").get("job_id").getAsString());
    }
    SignedUrl live;
    SignedUrl expired;
    LocalPlatform platform = LocalPlatform.open(LocalSettings.from(Served.environment(directory)));
    try {
      Artifact file = platform.jobs().find(id).orElseThrow().artifacts().getFirst();
      Lease lease = new Lease(id, 1);
      live = platform.artifacts().sign(lease, file, Duration.ofMinutes(5));
      expired = platform.artifacts().sign(lease, file, Duration.ofSeconds(-2));
    } finally {
      platform.close();
    }
    try (Served served = Served.start(directory)) {
      assertEquals(200, served.get(pathAndQuery(live)).statusCode());
      assertEquals(404, served.get(pathAndQuery(expired)).statusCode());
    }
  }

  private static String pathAndQuery(SignedUrl url) {
    return url.url().getRawPath() + "?" + url.url().getRawQuery();
  }

  @Test
  void check_configuration_saysThatItIsInOrderAndStartsNothing() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LocalSettings settings = LocalSettings.from(Served.environment(directory));
    LocalGateway.check(settings, new PrintStream(out, true, StandardCharsets.UTF_8));
    assertEquals(
        settings.configFile() + ": in order, 5 commands\n", out.toString(StandardCharsets.UTF_8));
    assertFalse(Files.exists(directory.resolve("data")));
  }
}
