package dev.codexgateway.emulators;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.emulators.junit.SharedEmulators;
import dev.codexgateway.testkit.Concurrently;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulatorTest {
  private static final Duration HASTE = Duration.ofSeconds(1);

  @TempDir private Path temp;

  @Test
  void firestore_clear_leavesTheProjectEmpty() throws Exception {
    FirestoreEmulator emulator = SharedEmulators.firestore();
    String project = SharedEmulators.newProject();
    String documents =
        "http://%s/v1/projects/%s/databases/(default)/documents/things"
            .formatted(emulator.host(), project);
    assertEquals(200, post(documents, "{\"fields\":{}}"));
    assertTrue(get(documents).contains("things/"));

    emulator.clear(project);

    assertFalse(get(documents).contains("things/"));
  }

  @Test
  void pubSub_closedAndStartedAgain_hasItsAddressAndIsEmpty() throws Exception {
    PubSubEmulator first = SharedEmulators.assumeOrFail(PubSubEmulator::start);
    put("http://%s/v1/projects/project/topics/topic".formatted(first.host()), "{}");
    Path log = first.logFile();

    first.close();
    first.close();

    assertFalse(first.isAlive());
    assertFalse(Files.exists(log));
    assertThrows(IOException.class, () -> get("http://" + first.host()));
    Path named = temp.resolve("pubsub.log");
    try (PubSubEmulator second = PubSubEmulator.start(first.port(), named)) {
      assertEquals(first.host(), second.host());
      assertFalse(
          get("http://%s/v1/projects/project/topics".formatted(second.host())).contains("topic"));
    }
    assertTrue(Files.size(named) > 0);
  }

  @Test
  void start_portTaken_saysSo() {
    int port = SharedEmulators.pubSub().port();

    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> PubSubEmulator.start(port));

    assertEquals("port " + port + " for the pubsub emulator is taken", refused.getMessage());
  }

  @Test
  void start_processThatEnds_showsWhatItSaid() {
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () -> new Launch("odd", List.of("-jar", temp + "/no.jar")).start());

    assertTrue(String.valueOf(refused.getMessage()).contains("no.jar"), refused.getMessage());
  }

  @Test
  void pause_answersNothingUntilResumed() throws Exception {
    try (PubSubEmulator emulator = SharedEmulators.assumeOrFail(PubSubEmulator::start)) {
      emulator.pause();
      HttpRequest.Builder hasty = request("http://" + emulator.host()).timeout(HASTE);
      assertThrows(HttpTimeoutException.class, () -> send(hasty, BodyHandlers.ofString()));

      emulator.resume();

      assertEquals("Ok", get("http://" + emulator.host()).strip());
    }
  }

  /** The hooks of a JVM that is killed do not run. */
  @Test
  void parentKilled_takesTheEmulatorAlong() throws Exception {
    SharedEmulators.pubSub();
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                StartAndWait.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      long pid = Long.parseLong(parent.inputReader().readLine());
      ProcessHandle emulator = ProcessHandle.of(pid).orElseThrow();

      parent.destroyForcibly().waitFor();

      assertTrue(
          emulator.onExit().completeOnTimeout(null, 60, TimeUnit.SECONDS).join() != null,
          "the emulator is still there");
    } finally {
      parent.destroyForcibly();
    }
  }

  /** Prints the process id of a new emulator, and waits to be killed. */
  static final class StartAndWait {
    private StartAndWait() {}

    public static void main(String[] args) throws Exception {
      try (PubSubEmulator _ = PubSubEmulator.start()) {
        ProcessHandle emulator =
            ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow();
        System.out.println(emulator.pid());
        Thread.currentThread().join();
      }
    }
  }

  private static String get(String url) throws IOException {
    return send(request(url).GET(), BodyHandlers.ofString()).body();
  }

  private static int post(String url, String json) throws IOException {
    HttpRequest.Builder request = request(url).POST(BodyPublishers.ofString(json));
    return send(request, BodyHandlers.ofString()).statusCode();
  }

  private static void put(String url, String json) throws IOException {
    HttpRequest.Builder request = request(url).PUT(BodyPublishers.ofString(json));
    assertEquals(200, send(request, BodyHandlers.ofString()).statusCode());
  }

  private static HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url.replace("(", "%28").replace(")", "%29")))
        .header("Content-Type", "application/json")
        .timeout(Concurrently.LIMIT);
  }

  private static <T> HttpResponse<T> send(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) throws IOException {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(request.build(), handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
