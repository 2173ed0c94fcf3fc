package dev.codexgateway.force;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One life of a gateway: {@code gateway serve} as a process of its own. */
final class GatewayProcess implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);
  private static final int LOG_TAIL_CHARS = 6000;

  private final Site site;
  private final Process process;

  private GatewayProcess(Site site, Process process) {
    this.site = site;
    this.process = process;
  }

  static GatewayProcess start(Site site) throws IOException {
    ProcessBuilder builder = builder(site);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(site.log().toFile()));
    return new GatewayProcess(site, builder.start());
  }

  static GatewayProcess startReady(Site site) throws IOException, InterruptedException {
    GatewayProcess gateway = start(site);
    gateway.awaitReady();
    return gateway;
  }

  /** For starts that must fail: waits for the end and returns what the process said. */
  static Failure startInVain(Site site) throws IOException, InterruptedException {
    Path out = Files.createTempFile(site.root(), "out", ".log");
    Path err = Files.createTempFile(site.root(), "err", ".log");
    Process process =
        builder(site).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      boolean ended = process.waitFor(START_PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return new Failure(
          ended, ended ? process.exitValue() : 0, Files.readString(out), Files.readString(err));
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  record Failure(boolean ended, int exitCode, String stdout, String stderr) {}

  private static ProcessBuilder builder(Site site) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            // A killed JVM leaves its native libraries behind.
            "-Djava.io.tmpdir=" + site.root()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("dev.codexgateway.cli.Main", "serve"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(site.root().toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GATEWAY_"));
    builder.environment().putAll(site.environment());
    return builder;
  }

  /** Waits until {@code GET /health} says 200. */
  void awaitReady() throws InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
      Wait.until(
          "the gateway is ready",
          START_PATIENCE,
          () -> {
            if (!process.isAlive()) {
              throw new AssertionError("the gateway ended with " + process.exitValue() + logTail());
            }
            return isHealthy(http);
          });
    }
  }

  private boolean isHealthy(HttpClient http) throws InterruptedException {
    HttpRequest health =
        HttpRequest.newBuilder(site.uri("/health")).timeout(Duration.ofSeconds(2)).build();
    try {
      return http.send(health, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL; returns when the process is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /**
   * @return the exit code
   * @throws AssertionError where it is still there after so long
   */
  int awaitExit(Duration atMost) throws InterruptedException {
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the gateway is still there after " + atMost + logTail());
    }
    return process.exitValue();
  }

  /** The end of what it printed, for messages. */
  String logTail() {
    try {
      String text = Files.readString(site.log());
      return "\n--- "
          + site.log()
          + "\n"
          + text.substring(Math.max(0, text.length() - LOG_TAIL_CHARS));
    } catch (IOException e) {
      return "\n(no log: " + e.getMessage() + ")";
    }
  }

  @Override
  public void close() {
    kill();
  }
}
