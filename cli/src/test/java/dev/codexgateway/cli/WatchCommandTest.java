package dev.codexgateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Following a log over connections that end in every possible way. */
class WatchCommandTest {
  private static final String SUCCEEDED =
      "{\"job_id\":\"01JOB\",\"state\":\"succeeded\",\"exit_code\":0}";

  private final FakeGateway gateway = new FakeGateway();
  private final Cli cli = new Cli(gateway);

  @AfterEach
  void stop() throws IOException {
    gateway.close();
  }

  @Test
  void cutConnection_isResumedWithoutLosingOrDoublingALine() {
    gateway.onCall("job.get", SUCCEEDED);
    gateway.onSocket(
        socket -> {
          assertEquals(1, socket.subscribedFrom());
          socket.stdout(1, "1\n");
          socket.stdout(2, "2\n");
          socket.cut();
        });
    gateway.onSocket(
        socket -> {
          long from = socket.subscribedFrom();
          for (long seq = from; seq <= 4; seq++) {
            socket.stdout(seq, seq + "\n");
          }
          socket.result(5);
          socket.awaitEnd();
        });
    assertEquals(new Cli.Result(0, "1\n2\n3\n4\n", ""), cli.run("watch", "01JOB"));
    assertEquals(1, cli.pauses.size());
  }

  @Test
  void manyCuts_showEveryLineOnce() {
    gateway.onCall("job.get", SUCCEEDED);
    int lines = 100;
    for (int cut = 0; cut < 40; cut++) {
      int more = cut % 4;
      gateway.onSocket(
          socket -> {
            long from = socket.subscribedFrom();
            // One that was seen already: a relay that replays too much must not double a line.
            for (long seq = Math.max(1, from - 1); seq < Math.min(from + more, lines); seq++) {
              socket.stdout(seq, seq + "\n");
            }
            if (more == 1) {
              socket.cut();
            } else {
              socket.drop();
            }
          });
    }
    gateway.onSocket(
        socket -> {
          for (long seq = socket.subscribedFrom(); seq <= lines; seq++) {
            socket.stdout(seq, seq + "\n");
          }
          socket.result(lines + 1);
          socket.awaitEnd();
        });
    Cli.Result result = cli.run("watch", "01JOB");
    assertEquals(LongStream.rangeClosed(1, lines).boxed().toList(), numbers(result.out()));
  }

  private static List<Long> numbers(String lines) {
    return lines.lines().map(Long::parseLong).toList();
  }

  @Test
  void holeInTheNumbers_isFetchedAgain() {
    gateway.onCall("job.get", SUCCEEDED);
    gateway.onSocket(
        socket -> {
          socket.subscribed();
          socket.stdout(1, "1\n");
          socket.stdout(3, "3\n");
          socket.awaitEnd();
        });
    gateway.onSocket(
        socket -> {
          assertEquals(2, socket.subscribedFrom());
          socket.stdout(2, "2\n");
          socket.stdout(3, "3\n");
          socket.result(4);
          socket.awaitEnd();
        });
    assertEquals("1\n2\n3\n", cli.run("watch", "01JOB").out());
  }

  @ParameterizedTest
  @ValueSource(ints = {4500, 4503, 1001, 1011, 1012, 1013})
  void closeCodesThatSayComeBack_areFollowed(int code) {
    gateway.onCall("job.get", SUCCEEDED);
    gateway.onSocket(
        socket -> {
          socket.subscribed();
          socket.stdout(1, "1\n");
          socket.close(code, "resume from 2");
          socket.awaitEnd();
        });
    gateway.onSocket(
        socket -> {
          assertEquals(2, socket.subscribedFrom());
          socket.result(2);
          socket.awaitEnd();
        });
    assertEquals(new Cli.Result(0, "1\n", ""), cli.run("watch", "01JOB"));
  }

  @ParameterizedTest
  @CsvSource({"4400,76", "4401,77", "4403,77", "4404,66", "4499,76", "1002,76", "1008,76"})
  void closeCodesThatSayStayAway_endTheWatch(int code, int exitCode) {
    gateway.onSocket(
        socket -> {
          socket.subscribed();
          socket.close(code, "go away");
          socket.awaitEnd();
        });
    Cli.Result result = cli.run("watch", "01JOB");
    assertEquals(exitCode, result.exitCode());
    assertTrue(result.err().endsWith("closed the stream of 01JOB: go away\n"), result.err());
    assertEquals(List.of(), cli.pauses);
  }

  @Test
  void bye_isFollowedByANewConnection() {
    gateway.onCall("job.get", SUCCEEDED);
    gateway.onSocket(
        socket -> {
          socket.subscribed();
          socket.ping();
          socket.send("{\"jsonrpc\":\"2.0\",\"method\":\"bye\",\"params\":{\"resume\":true}}");
          socket.awaitEnd();
        });
    gateway.onSocket(
        socket -> {
          assertEquals(1, socket.subscribedFrom());
          socket.result(1);
          socket.awaitEnd();
        });
    assertEquals(new Cli.Result(0, "", ""), cli.run("watch", "01JOB"));
  }

  @Test
  void outageWithoutEnd_isGivenUpWithTheWayToGoOn() {
    gateway.onSocket(
        socket -> {
          socket.subscribed();
          socket.stdout(1, "1\n");
          socket.drop();
        });
    IntStream.range(0, 1000).forEach(_ -> gateway.onSocket(FakeSocket::cut));
    Cli.Result result = cli.run("watch", "01JOB");
    assertEquals(ExitCode.UNAVAILABLE, result.exitCode());
    assertTrue(result.err().contains("lost the stream"), result.err());
    assertTrue(result.err().endsWith("go on with: gateway watch 01JOB --from 2\n"), result.err());
    assertEquals(2, result.err().lines().count(), result.err());
    Duration waited = cli.pauses.stream().reduce(Duration.ZERO, Duration::plus);
    assertTrue(waited.compareTo(Duration.ofMinutes(5)) >= 0, "waited " + waited);
    assertTrue(cli.pauses.size() < 100, cli.pauses.size() + " attempts");
  }

  @Test
  void end_withoutResultEvent_endsTheWatch() {
    gateway.onCall("job.get", SUCCEEDED);
    gateway.onSocket(
        socket -> {
          assertEquals(99, socket.subscribedFrom());
          socket.notification("caught_up", "\"seq\":12");
          socket.notification("end", "");
          socket.awaitEnd();
        });
    assertEquals(new Cli.Result(0, "", ""), cli.run("watch", "--from", "99", "01JOB"));
  }

  @Test
  void trimmedLog_isSaidOnceAndTheRestShown() {
    gateway.onCall("job.get", SUCCEEDED);
    gateway.onSocket(
        socket -> {
          socket.subscribed();
          socket.notification("gap", "\"from\":1,\"to\":7");
          socket.stdout(8, "8\n");
          socket.result(9);
          socket.awaitEnd();
        });
    assertEquals(
        new Cli.Result(0, "8\n", "gateway: events 1 to 7 are no longer kept\n"),
        cli.run("watch", "01JOB"));
  }

  @Test
  void laterAttempt_isAnnounced() {
    gateway.onCall("job.get", SUCCEEDED);
    gateway.onSocket(
        socket -> {
          socket.subscribed();
          socket.event(
              1, "state", "{\"state\":\"running\",\"attempt\":2,\"reason\":\"lease expired\"}");
          socket.result(2);
          socket.awaitEnd();
        });
    assertEquals("gateway: attempt 2 starts (lease expired)\n", cli.run("watch", "01JOB").err());
  }

  @Test
  void json_printsTheEventsAsTheyAre() {
    gateway.onCall("job.get", SUCCEEDED);
    String event =
        "{\"seq\":1,\"at\":\"2026-01-01T00:00:00Z\",\"type\":\"agent\","
            + "\"data\":{\"n\":1.50,\"html\":\"<&>\",\"none\":null}}";
    gateway.onSocket(
        socket -> {
          socket.subscribed();
          socket.sendInPieces(
              "{\"jsonrpc\":\"2.0\",\"method\":\"event\",\"params\":{\"job_id\":\"01JOB\","
                  + event.substring(1)
                  + "}");
          socket.result(2);
          socket.awaitEnd();
        });
    List<String> lines = cli.run("watch", "--json", "01JOB").out().lines().toList();
    assertEquals(2, lines.size());
    assertEquals(event, lines.getFirst());
    assertEquals(
        "result", JsonParser.parseString(lines.get(1)).getAsJsonObject().get("type").getAsString());
  }

  @Test
  void moreEventsThanAreReadAhead_arriveCompletely() {
    gateway.onCall("job.get", SUCCEEDED);
    int lines = 5000;
    gateway.onSocket(
        socket -> {
          socket.subscribed();
          for (int seq = 1; seq <= lines; seq++) {
            socket.stdout(seq, seq + "\n");
          }
          socket.result(lines + 1);
          socket.awaitEnd();
        });
    assertEquals(
        LongStream.rangeClosed(1, lines).boxed().toList(),
        numbers(cli.run("watch", "01JOB").out()));
  }

  @Test
  void interrupt_leavesTheJobAndSaysHowToGoOn() throws Exception {
    CompletableFuture<Void> interrupted = new CompletableFuture<>();
    gateway.onCall("job.get", SUCCEEDED);
    gateway.onSocket(
        socket -> {
          socket.subscribed();
          socket.stdout(1, "1\n");
          interrupted.join();
          socket.stdout(2, "2\n");
          socket.result(3);
          socket.awaitEnd();
        });
    CompletableFuture<Cli.Result> result =
        CompletableFuture.supplyAsync(() -> cli.run("watch", "01JOB"));
    Runnable interrupt = cli.interrupt.get();
    awaitOutput("1\n");
    interrupt.run();
    interrupted.complete(null);
    // In a process the JVM ends here; the stream that still arrives shows nothing more.
    gateway.onSocket(socket -> socket.close(4400, "end of the test"));
    gateway.close();
    assertEquals("1\n", result.get().out());
    assertTrue(
        result
            .get()
            .err()
            .startsWith(
                "gateway: stopped watching, the job goes on; see the rest with:"
                    + " gateway watch 01JOB --from 2\n"),
        result.get().err());
  }

  @Test
  void interruptWithCancel_cancelsTheJob() throws Exception {
    CompletableFuture<Void> cancelled = new CompletableFuture<>();
    gateway.onCall("exec", "{\"job_id\":\"01JOB\",\"state\":\"queued\"}");
    gateway.onCall(
        "job.cancel",
        _ -> {
          cancelled.complete(null);
          return SUCCEEDED;
        });
    gateway.onCall(
        "job.get", "{\"job_id\":\"01JOB\",\"state\":\"cancelled\",\"reason\":\"by you\"}");
    gateway.onSocket(
        socket -> {
          socket.subscribed();
          cancelled.join();
          socket.notification("end", "");
          socket.awaitEnd();
        });
    CompletableFuture<Cli.Result> result =
        CompletableFuture.supplyAsync(
            () -> cli.run("exec", "--watch", "--cancel-on-interrupt", "slow"));
    cli.interrupt.get().run();
    assertEquals(ExitCode.INTERRUPTED, result.get().exitCode());
    assertTrue(result.get().err().contains("gateway: cancelled job 01JOB\n"), result.get().err());
    assertTrue(result.get().err().contains("job 01JOB was cancelled: by you"), result.get().err());
  }

  @Test
  void refusedSubscribe_endsTheWatch() {
    gateway.onSocket(
        socket -> {
          socket.read();
          socket.send(
              "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32003,\"message\":\"No such job\"},"
                  + "\"id\":1}");
          socket.awaitEnd();
        });
    assertEquals(
        new Cli.Result(ExitCode.NOT_FOUND, "", "gateway: No such job\n"),
        cli.run("watch", "01NONE"));
  }

  @Test
  void busyGateway_isAskedAgain() {
    gateway.onCall("job.get", SUCCEEDED);
    gateway.onSocket(
        socket -> {
          socket.read();
          socket.send(
              "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32006,\"message\":\"Busy\"},\"id\":1}");
          socket.awaitEnd();
        });
    gateway.onSocket(
        socket -> {
          socket.subscribed();
          socket.result(1);
          socket.awaitEnd();
        });
    assertEquals(new Cli.Result(0, "", ""), cli.run("watch", "01JOB"));
  }

  @Test
  void wrongKey_isExitCode77() {
    cli.env.put("GATEWAY_API_KEY", "wrong");
    Cli.Result result = cli.run("watch", "01JOB");
    assertEquals(ExitCode.NO_PERMISSION, result.exitCode());
    assertTrue(result.err().contains("refused the key"), result.err());
  }

  @Test
  void restartedLocalGateway_isFoundWithItsNewKey(@TempDir Path directory) throws IOException {
    gateway.onCall("job.get", SUCCEEDED);
    gateway.onSocket(
        socket -> {
          socket.subscribed();
          socket.stdout(1, "1\n");
          gateway.restartWithKey("gwk_of_the_second_start");
          socket.drop();
        });
    gateway.onSocket(
        socket -> {
          assertEquals(2, socket.subscribedFrom());
          socket.result(2);
          socket.awaitEnd();
        });
    Cli local = new Cli();
    local.directory = directory;
    endpointFile(directory, FakeGateway.KEY);
    local.onPause =
        () -> {
          // The new gateway answers before its endpoint file is there.
          if (local.pauses.size() == 3) {
            endpointFile(directory, "gwk_of_the_second_start");
          }
        };
    Cli.Result result = local.run("watch", "01JOB");
    assertEquals("1\n", result.out());
    assertEquals(0, result.exitCode(), result.err());
  }

  private void endpointFile(Path directory, String key) {
    try {
      Path file = Files.createDirectories(directory.resolve(".gateway")).resolve("endpoint.json");
      Files.writeString(file, "{\"url\":\"%s\",\"key\":\"%s\"}".formatted(gateway.url(), key));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void noWebSocketThere_isExitCode76() {
    Cli.Result result = cli.run("watch", "01JOB");
    assertEquals(ExitCode.PROTOCOL, result.exitCode());
    assertTrue(result.err().endsWith("has no event stream (HTTP 404 at /ws)\n"), result.err());
  }

  @Test
  void nobodyListening_isExitCode69AtOnce() throws IOException {
    gateway.close();
    Cli.Result result = cli.run("watch", "01JOB");
    assertEquals(ExitCode.UNAVAILABLE, result.exitCode());
    assertTrue(result.err().startsWith("gateway: cannot connect to "), result.err());
    assertEquals(List.of(), cli.pauses);
  }

  private void awaitOutput(String text) {
    while (!cli.out.toString(StandardCharsets.UTF_8).equals(text)) {
      Thread.onSpinWait();
    }
  }
}
