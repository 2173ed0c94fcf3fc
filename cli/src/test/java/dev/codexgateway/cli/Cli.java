package dev.codexgateway.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs command lines in this process, with everything around them under the test's control. */
final class Cli {
  final Map<String, String> env = new HashMap<>();
  final List<Duration> pauses = new CopyOnWriteArrayList<>();
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** Completed with what Ctrl-C would run, once a command listens for it. */
  final CompletableFuture<Runnable> interrupt = new CompletableFuture<>();

  OutputStream stdout = out;
  byte[] stdin = {};
  boolean terminal;
  Path directory = Path.of("no-such-directory");
  Runnable onPause = () -> {};
  Server server = new UnusedServer();

  record Result(int exitCode, String out, String err) {}

  Cli() {}

  /** Talks to this gateway with the right key. */
  Cli(FakeGateway gateway) {
    env.put("GATEWAY_URL", gateway.url());
    env.put("GATEWAY_API_KEY", FakeGateway.KEY);
  }

  Result run(String... args) {
    int exitCode = new GatewayCommandLine(surroundings()).run(args);
    return new Result(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  Surroundings surroundings() {
    return new Surroundings(
        env,
        directory,
        new ByteArrayInputStream(stdin),
        new Output(stdout),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        terminal,
        action -> {
          interrupt.complete(action);
          return () -> {};
        },
        pause -> {
          pauses.add(pause);
          onPause.run();
        },
        server);
  }

  /** For commands that start none. */
  private static final class UnusedServer implements Server {
    @Override
    public Running start(Map<String, String> settings, PrintStream out) {
      throw new AssertionError("started");
    }

    @Override
    public void check(Map<String, String> settings, PrintStream out) {
      throw new AssertionError("checked");
    }
  }
}
