package dev.codexgateway.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Run once after a build by the {@code ./gateway} launcher, to load the classes that the commands
 * and the server need; the JVM then writes them to an archive from which later starts map them.
 * Uses a gateway of its own, on a free port and a temporary directory, with the default
 * configuration.
 */
public final class Training {
  private static final long LIMIT_MILLIS = 30_000;

  private static final List<List<String>> COMMAND_LINES =
      List.of(
          List.of("--help"),
          List.of("exec", "--help"),
          List.of("unknown"),
          List.of("commands"),
          List.of("exec", "--wait", "5", "echo", "hello"),
          List.of("exec", "--watch", "echo", "hello"),
          List.of("list"),
          List.of("list", "--json"),
          List.of("get", "01AAAAAAAAAAAAAAAAAAAAAAAA"),
          List.of("logs", "01AAAAAAAAAAAAAAAAAAAAAAAA"),
          List.of("completion"),
          List.of("version"));

  private Training() {}

  public static void main(String[] args) throws IOException, Server.FailedException {
    stopAfterLimit();
    Path directory = Files.createTempDirectory("gateway-training");
    try {
      train(Main.ofProcess().server(), environment(directory));
    } finally {
      delete(directory);
    }
    System.exit(ExitCode.OK);
  }

  private static void train(Server server, Map<String, String> env) throws Server.FailedException {
    try (var _ = server.start(env, silence())) {
      for (List<String> line : COMMAND_LINES) {
        new GatewayCommandLine(surroundings(server, env)).run(line.toArray(String[]::new));
      }
    }
  }

  private static Surroundings surroundings(Server server, Map<String, String> env) {
    return new Surroundings(
        env,
        Path.of(""),
        new ByteArrayInputStream(new byte[0]),
        new Output(OutputStream.nullOutputStream()),
        silence(),
        true,
        Interrupts.ofProcess(),
        Thread::sleep,
        server);
  }

  private static Map<String, String> environment(Path directory) throws IOException {
    int port = freePort();
    // Of this process only what says where the default configuration is.
    Map<String, String> env = new HashMap<>();
    Optional.ofNullable(System.getenv("GATEWAY_HOME"))
        .ifPresent(home -> env.put("GATEWAY_CONFIG", Path.of(home, "gateway.yaml").toString()));
    env.put("GATEWAY_DATA", directory.resolve("data").toString());
    env.put("GATEWAY_PORT", String.valueOf(port));
    env.put("GATEWAY_URL", "http://localhost:" + port);
    env.put("GATEWAY_API_KEY", "training-" + UUID.randomUUID());
    return env;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static PrintStream silence() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }

  /** A start must not wait for ever for what only makes later ones faster. */
  private static void stopAfterLimit() {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                Thread.sleep(LIMIT_MILLIS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(ExitCode.FAILED);
            });
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
