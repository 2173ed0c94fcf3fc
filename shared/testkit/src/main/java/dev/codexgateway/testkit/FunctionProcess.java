package dev.codexgateway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The function of a module in a process of its own, under the same server as on Google Cloud and
 * behind the same wall of class loaders. It is taken from the module's self-contained jar where the
 * system property {@code gateway.deploy-jar} names one, and else from its class path.
 */
public final class FunctionProcess implements AutoCloseable {
  private static final Duration STOP = Duration.ofSeconds(20);
  private static final Path DEPLOY = Path.of("target", "deploy");

  private final Process process;
  private final URI address;
  private final Path output;
  private final HttpClient client = HttpClient.newHttpClient();

  private FunctionProcess(Process process, URI address, Path output) {
    this.process = process;
    this.address = address;
    this.output = output;
  }

  /**
   * Returns at once; {@link #awaitListening} waits.
   *
   * @param directory for its output
   * @param env besides what the tests' own process has, without its settings
   * @param jvmOptions besides those of a function on Google Cloud
   */
  public static FunctionProcess start(
      Class<?> function, Path directory, Map<String, String> env, List<String> jvmOptions) {
    try {
      Path output = Files.createTempFile(directory, function.getSimpleName(), ".log");
      int port = freePort();
      ProcessBuilder builder =
          new ProcessBuilder(command(function, port, jvmOptions))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(FunctionProcess::isSetting);
      builder.environment().putAll(env);
      URI address = URI.create("http://localhost:" + port);
      return new FunctionProcess(builder.start(), address, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSetting(String name) {
    return name.startsWith("GATEWAY_")
        || name.startsWith("GOOGLE_")
        || name.startsWith("K_")
        || name.endsWith("_EMULATOR_HOST");
  }

  private static List<String> command(Class<?> function, int port, List<String> jvmOptions)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", Files.readString(DEPLOY.resolve("invoker")).strip()));
    command.addAll(List.of("--classpath", classPath(), "--target", function.getName()));
    command.addAll(List.of("--port", String.valueOf(port)));
    return command;
  }

  private static String classPath() throws IOException {
    String jar = System.getProperty("gateway.deploy-jar", "");
    return jar.isEmpty()
        ? Path.of("target", "classes")
            + ":"
            + Files.readString(DEPLOY.resolve("class-path")).strip()
        : jar;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Whether it was taken from a self-contained jar. */
  public static boolean isSelfContained() {
    return !System.getProperty("gateway.deploy-jar", "").isEmpty();
  }

  /** Waits until it answers requests. */
  public FunctionProcess awaitListening() {
    Concurrently.await("the function listens", () -> !process.isAlive() || answers());
    if (!process.isAlive()) {
      throw new AssertionError("the function has ended:\n" + output());
    }
    return this;
  }

  /** A path that the server itself refuses, so that the function is not called. */
  private boolean answers() {
    try {
      send(HttpRequest.newBuilder(address.resolve("/robots.txt")).build());
      return true;
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof ConnectException) {
        return false;
      }
      throw e;
    }
  }

  public URI address() {
    return address;
  }

  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(address.resolve(path)).build());
  }

  public HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Everything that it has printed so far. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its exit status; it must end by itself, or by {@link #terminate}. */
  public int awaitExit() {
    Concurrently.await("the function ends", () -> !process.isAlive());
    return process.exitValue();
  }

  /** Sends SIGTERM, as the platform does. */
  public void terminate() {
    process.destroy();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
    client.close();
  }
}
