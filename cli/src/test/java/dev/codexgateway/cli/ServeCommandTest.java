package dev.codexgateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ServeCommandTest {
  private final Cli cli = new Cli();

  @Test
  void options_overrideTheEnvironment() {
    FakeServer server = new FakeServer();
    cli.server = server;
    cli.env.putAll(Map.of("GATEWAY_PORT", "1", "GATEWAY_HOST", "h", "GATEWAY_RATE_LIMIT", "7"));
    server.stopped.countDown();
    Cli.Result result = cli.run("serve", "--port", "9000", "--data", "d", "--config", "c.yaml");
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(
        Map.of(
            "GATEWAY_PORT", "9000",
            "GATEWAY_HOST", "h",
            "GATEWAY_DATA", "d",
            "GATEWAY_CONFIG", "c.yaml",
            "GATEWAY_RATE_LIMIT", "7"),
        server.settings);
    assertEquals("listening\n", result.out());
  }

  @Test
  void interrupt_closesTheServerOnce_andServeReturns() throws Exception {
    FakeServer server = new FakeServer();
    cli.server = server;
    CompletableFuture<Cli.Result> result = CompletableFuture.supplyAsync(() -> cli.run("serve"));
    cli.interrupt.get().run();
    assertEquals(0, result.get().exitCode());
    assertTrue(server.closed.get() >= 1);
  }

  @Test
  void failedStart_isTheOneLineOfTheServer() {
    cli.server = new FakeServer("port 8080 is taken by another program");
    Cli.Result result = cli.run("serve");
    assertEquals(ExitCode.FAILED, result.exitCode());
    assertEquals("gateway: port 8080 is taken by another program\n", result.err());
  }

  @Test
  void check_reportsWhatTheServerFinds() {
    cli.server = new FakeServer("gateway.yaml: commands.echo.exec is missing");
    Cli.Result result = cli.run("check", "--config", "gateway.yaml");
    assertEquals(ExitCode.CONFIG, result.exitCode());
    assertEquals("gateway: gateway.yaml: commands.echo.exec is missing\n", result.err());
  }

  @Test
  void check_ofAGoodConfiguration_isExitCode0() {
    FakeServer server = new FakeServer();
    cli.server = server;
    Cli.Result result = cli.run("check", "--config", "good.yaml");
    assertEquals(0, result.exitCode());
    assertEquals("in order\n", result.out());
    assertEquals(Map.of("GATEWAY_CONFIG", "good.yaml"), server.settings);
  }

  private static final class FakeServer implements Server, Server.Running {
    final CountDownLatch stopped = new CountDownLatch(1);
    final AtomicInteger closed = new AtomicInteger();
    final Map<String, String> settings = new HashMap<>();
    private final Optional<String> problem;

    FakeServer() {
      this.problem = Optional.empty();
    }

    FakeServer(String problem) {
      this.problem = Optional.of(problem);
    }

    @Override
    public Running start(Map<String, String> given, PrintStream out) throws FailedException {
      accept(given);
      out.println("listening");
      return this;
    }

    @Override
    public void check(Map<String, String> given, PrintStream out) throws FailedException {
      accept(given);
      out.println("in order");
    }

    private void accept(Map<String, String> given) throws FailedException {
      settings.putAll(given);
      if (problem.isPresent()) {
        throw new FailedException(problem.get());
      }
    }

    @Override
    public void awaitTermination() throws InterruptedException {
      stopped.await();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
      stopped.countDown();
    }
  }
}
