package dev.codexgateway.acceptance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code gateway serve} as a process of its own, on a free port. */
final class GatewayProcess implements AutoCloseable {
  static final String KEY = "e2e-admin-key-0123456789abcdefghijklmnopq";

  /** As many jobs at once as {@link Target.Ability#TWO_AT_ONCE} says. */
  private static final int WORKERS = 2;

  private static final Duration START_PATIENCE = Duration.ofSeconds(120);
  private static final Pattern ADDRESS = Pattern.compile("listens on (http://\\S+)");

  private final Process process;
  private final Path log;
  private final URI url;

  private GatewayProcess(Process process, Path log) throws Exception {
    this.process = process;
    this.log = log;
    this.url = awaitAddress();
  }

  static GatewayProcess start(Path directory) throws Exception {
    return start(directory, WORKERS);
  }

  static GatewayProcess start(Path directory, int workers) throws Exception {
    Files.createDirectories(directory);
    Path log = Files.createTempFile(directory, "gateway", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command(directory))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GATEWAY_"));
    builder.environment().putAll(environment(directory, workers));
    Process process = builder.start();
    try {
      return new GatewayProcess(process, log);
    } catch (Exception | AssertionError e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static List<String> command(Path directory) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx256m",
        // A killed JVM leaves its native libraries behind.
        "-Djava.io.tmpdir=" + directory,
        "-cp",
        System.getProperty("java.class.path"),
        "dev.codexgateway.cli.Main",
        "serve");
  }

  private static Map<String, String> environment(Path directory, int workers) {
    return Map.of(
        "GATEWAY_HOST",
        "127.0.0.1",
        "GATEWAY_PORT",
        "0",
        "GATEWAY_DATA",
        directory.resolve("data").toString(),
        "GATEWAY_CONFIG",
        Config.write(directory).toString(),
        "GATEWAY_API_KEY",
        KEY,
        "GATEWAY_WORKERS",
        Integer.toString(workers),
        Config.HOOK_SECRET_VARIABLE,
        Config.HOOK_SECRET);
  }

  URI url() {
    return url;
  }

  /** It prints its address once it listens. */
  private URI awaitAddress() throws Exception {
    Wait.until("the gateway listens", START_PATIENCE, () -> !process.isAlive() || isListening());
    Matcher address = ADDRESS.matcher(Files.readString(log));
    if (!address.find()) {
      throw new AssertionError("the gateway did not start:\n" + Files.readString(log));
    }
    return URI.create(address.group(1));
  }

  private boolean isListening() throws IOException, InterruptedException {
    Matcher address = ADDRESS.matcher(Files.readString(log));
    if (!address.find()) {
      return false;
    }
    HttpRequest health = HttpRequest.newBuilder(URI.create(address.group(1) + "/health")).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(health, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  /** SIGKILL; returns when the process is gone. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
