package dev.codexgateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogsCommandTest {
  private static final long LAST = 2500;

  private final FakeGateway gateway = new FakeGateway();
  private final Cli cli = new Cli(gateway);

  @AfterEach
  void stop() throws IOException {
    gateway.close();
  }

  /** A finished job with the numbers 1 to 2500 as its output. */
  private static String page(JsonObject params) {
    long from = params.get("from").getAsLong();
    long to = Math.min(LAST, from + params.get("limit").getAsLong() - 1);
    return LongStream.rangeClosed(from, to)
        .mapToObj("{\"seq\":%1$d,\"type\":\"stdout\",\"data\":\"%1$d\\n\"}"::formatted)
        .collect(
            Collectors.joining(
                ",",
                "{\"events\":[",
                "],\"next\":%d,\"complete\":%b}".formatted(to + 1, to == LAST)));
  }

  @Test
  void logs_readsAllPages() {
    gateway.onCall("job.log", LogsCommandTest::page);
    Cli.Result result = cli.run("logs", "01JOB");
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(lines(1, LAST), result.out());
    assertEquals(3, gateway.calls().size());
  }

  @Test
  void fromAndLimit_areHonouredAcrossPages() {
    gateway.onCall("job.log", LogsCommandTest::page);
    assertEquals(
        lines(10, 1509), cli.run("logs", "--from", "10", "--limit", "1500", "01JOB").out());
  }

  @Test
  void runningJob_endsWithWhatIsStored() {
    gateway.onCall(
        "job.log",
        params ->
            params.get("from").getAsLong() == 1
                ? "{\"events\":[{\"seq\":1,\"type\":\"stdout\",\"data\":\"1\\n\"}],"
                    + "\"next\":2,\"complete\":false}"
                : "{\"events\":[],\"next\":2,\"complete\":false}");
    assertEquals(new Cli.Result(0, "1\n", ""), cli.run("logs", "01JOB"));
  }

  @Test
  void gap_isSaid() {
    gateway.onCall(
        "job.log",
        "{\"events\":[{\"type\":\"gap\",\"from\":1,\"to\":4},"
            + "{\"seq\":5,\"type\":\"stdout\",\"data\":\"5\\n\"}],\"next\":6,\"complete\":true}");
    assertEquals(
        new Cli.Result(0, "5\n", "gateway: events 1 to 4 are no longer kept\n"),
        cli.run("logs", "01JOB"));
  }

  @Test
  void follow_goesOnToTheEnd_andKeepsExitCode0() {
    gateway.onSocket(
        socket -> {
          assertEquals(3, socket.subscribedFrom());
          socket.stdout(3, "3\n");
          socket.event(4, "result", "{\"state\":\"failed\",\"exit_code\":1}");
          socket.awaitEnd();
        });
    assertEquals(new Cli.Result(0, "3\n", ""), cli.run("logs", "-f", "--from", "3", "01JOB"));
  }

  @Test
  void readerThatLeaves_endsTheCommandQuietly() {
    gateway.onCall("job.log", LogsCommandTest::page);
    cli.stdout = failingAfter(100, "Broken pipe");
    Cli.Result result = cli.run("logs", "01JOB");
    assertEquals(ExitCode.BROKEN_PIPE, result.exitCode());
    assertEquals("", result.err());
    assertEquals(1, gateway.calls().size());
  }

  @Test
  void outputThatCannotBeWritten_isSaid() {
    gateway.onCall("job.log", LogsCommandTest::page);
    cli.stdout = failingAfter(100, "No space left on device");
    assertEquals(
        new Cli.Result(ExitCode.OUTPUT, "", "gateway: standard output: No space left on device\n"),
        cli.run("logs", "01JOB"));
  }

  private static OutputStream failingAfter(int bytes, String reason) {
    return new OutputStream() {
      private int written;

      @Override
      public void write(int b) throws IOException {
        if (++written > bytes) {
          throw new IOException(reason);
        }
      }
    };
  }

  @Test
  void unknownJob_isExitCode66() {
    gateway.refuse("job.log", "{\"code\":-32003,\"message\":\"No such job\"}");
    assertEquals(
        new Cli.Result(ExitCode.NOT_FOUND, "", "gateway: No such job\n"),
        cli.run("logs", "01NONE"));
  }

  @Test
  void json_printsOneEventPerLine() {
    gateway.onCall("job.log", LogsCommandTest::page);
    List<String> lines = cli.run("logs", "--json", "--limit", "2", "01JOB").out().lines().toList();
    assertEquals(2, lines.size());
    assertTrue(lines.getFirst().startsWith("{\"seq\":1,"));
  }

  private static String lines(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(n -> n + "\n").collect(Collectors.joining());
  }
}
