package dev.codexgateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** get, list, cancel, retry, artifacts, commands. */
class JobCommandsTest {
  private static final String JOB =
      """
      {"job_id":"01A","state":"failed","command":"sort","args":["-r","a b"],\
      "labels":{"team":"core"},"attempt":1,"created_at":"2026-01-01T10:00:00.123Z",\
      "started_at":"2026-01-01T10:00:01Z","finished_at":"2026-01-01T10:00:02.250Z",\
      "exit_code":2,"stdout_bytes":12,"artifacts":[{"name":"a"}]}\
      """;

  private final FakeGateway gateway = new FakeGateway();
  private final Cli cli = new Cli(gateway);

  @AfterEach
  void stop() throws IOException {
    gateway.close();
  }

  @Test
  void get_showsWhatIsKnown() {
    gateway.onCall("job.get", JOB);
    assertEquals(
        """
        job        01A
        state      failed
        command    sort -r 'a b'
        labels     team=core
        attempt    1
        created    2026-01-01T10:00:00.123Z
        started    2026-01-01T10:00:01Z
        finished   2026-01-01T10:00:02.250Z
        exit code  2
        stdout     12 bytes
        artifacts  1
        """,
        cli.run("get", "01A").out());
    assertEquals("01A", gateway.paramsOf("job.get").get("job_id").getAsString());
  }

  @Test
  void getJson_isTheGatewaysAnswer() {
    gateway.onCall("job.get", JOB);
    assertEquals(JOB + "\n", cli.run("get", "--json", "01A").out());
  }

  @ParameterizedTest
  @CsvSource({
    "-32601,1",
    "-32602,65",
    "-32603,70",
    "-32001,77",
    "-32002,77",
    "-32003,66",
    "-32004,75",
    "-32005,65",
    "-32006,69",
    "-32007,1"
  })
  void errorCodes_becomeExitCodes(int code, int exitCode) {
    gateway.refuse("job.get", "{\"code\":%d,\"message\":\"Refused\\nline\"}".formatted(code));
    Cli.Result result = cli.run("get", "01A");
    assertEquals(exitCode, result.exitCode());
    assertTrue(result.err().startsWith("gateway: Refused\\nline"), result.err());
    assertEquals(1, result.err().lines().count());
  }

  @Test
  void list_isAnAlignedTable() {
    gateway.onCall(
        "job.list",
        "{\"jobs\":[%s,{\"job_id\":\"01B\",\"state\":\"running\",\"command\":\"x\\u001b[2J\"}]}"
            .formatted(JOB));
    assertEquals(
        """
        JOB  STATE    EXIT  CREATED               TOOK    COMMAND
        01A  failed   2     2026-01-01T10:00:00Z  1.250s  sort -r 'a b'
        01B  running                                      x\\u001b[2J
        """,
        cli.run("list", "--state", "failed", "--label", "team=core").out());
    JsonObject params = gateway.paramsOf("job.list");
    assertEquals("failed", params.get("state").getAsString());
    assertEquals("team=core", params.get("label").getAsString());
    assertEquals(20, params.get("limit").getAsInt());
  }

  @Test
  void list_onATerminal_isColouredAndStillAligned() {
    gateway.onCall("job.list", "{\"jobs\":[%s]}".formatted(JOB));
    cli.terminal = true;
    String coloured = cli.run("list").out();
    assertTrue(coloured.contains("\u001b[31mfailed\u001b[0m  2 "), coloured);
    assertEquals(new Cli(gateway).run("list").out(), coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
  }

  @Test
  void all_readsEveryPage() {
    gateway.onCall("job.list", JobCommandsTest::page);
    List<String> lines = cli.run("list", "--all", "--json").out().lines().toList();
    assertEquals(250, lines.size());
    assertEquals("{\"job_id\":\"J249\",\"state\":\"queued\"}", lines.getLast());
  }

  @Test
  void limitOverOnePage_readsSeveral() {
    gateway.onCall("job.list", JobCommandsTest::page);
    assertEquals(131, cli.run("list", "--limit", "130").out().lines().count());
    assertEquals(
        List.of(100, 30),
        gateway.calls().stream().map(c -> c.params().get("limit").getAsInt()).toList());
  }

  private static String page(JsonObject params) {
    long from = params.has("cursor") ? params.get("cursor").getAsLong() : 0;
    long to = Math.min(250, from + params.get("limit").getAsLong());
    String cursor = to < 250 ? ",\"next_cursor\":\"" + to + "\"" : "";
    return LongStream.range(from, to)
        .mapToObj("{\"job_id\":\"J%d\",\"state\":\"queued\"}"::formatted)
        .collect(Collectors.joining(",", "{\"jobs\":[", "]" + cursor + "}"));
  }

  @Test
  void cancel_printsTheState() {
    gateway.onCall("job.cancel", "{\"job_id\":\"01A\",\"state\":\"running\"}");
    assertEquals(new Cli.Result(0, "01A running\n", ""), cli.run("cancel", "01A"));
  }

  @Test
  void cancelWait_returnsWhenTheJobHasEnded() {
    gateway.onCall("job.cancel", "{\"job_id\":\"01A\",\"state\":\"running\"}");
    gateway.onCall("job.wait", "{\"job_id\":\"01A\",\"state\":\"cancelled\"}");
    assertEquals(new Cli.Result(0, "01A cancelled\n", ""), cli.run("cancel", "--wait", "01A"));
  }

  @Test
  void cancelWait_ofAJobThatDoesNotEnd_isExitCode75() {
    gateway.onCall("job.cancel", "{\"job_id\":\"01A\",\"state\":\"running\"}");
    gateway.onCall("job.wait", "{\"job_id\":\"01A\",\"state\":\"running\"}");
    assertEquals(ExitCode.TRY_LATER, cli.run("cancel", "--wait", "01A").exitCode());
  }

  @Test
  void cancelOfAFinishedJob_isRefusedInOneLine() {
    gateway.refuse(
        "job.cancel",
        "{\"code\":-32007,\"message\":\"The job has already ended: succeeded\","
            + "\"data\":{\"state\":\"succeeded\"}}");
    Cli.Result result = cli.run("cancel", "01A");
    assertEquals(ExitCode.FAILED, result.exitCode());
    assertEquals("gateway: The job has already ended: succeeded\n", result.err());
  }

  @Test
  void retry_printsTheNewJobsId() {
    gateway.onCall("job.retry", "{\"job_id\":\"01B\",\"state\":\"queued\"}");
    assertEquals(new Cli.Result(0, "01B\n", ""), cli.run("retry", "01A"));
  }

  @Test
  void artifacts_isATableWithUrls() {
    gateway.onCall(
        "job.artifacts",
        """
        {"artifacts":[{"name":"a.txt","size":12,"content_type":"text/plain","url":"http://x/y"}]}
        """);
    assertEquals(
        """
        NAME   BYTES  TYPE        URL
        a.txt  12     text/plain  http://x/y
        """,
        cli.run("artifacts", "01A").out());
  }

  @Test
  void commands_showsHowToCallEach() {
    String commands =
        "{\"commands\":[{\"name\":\"echo\",\"usage\":\"echo [args…]\",\"description\":\"Says\"}]}";
    gateway.onCall("command.list", commands);
    assertEquals(
        """
        COMMAND       DESCRIPTION
        echo [args…]  Says
        """,
        cli.run("commands").out());
    String json = new Cli(gateway).run("commands", "--json").out();
    assertEquals("{\"name\":\"echo\",", json.substring(0, 15));
    assertFalse(json.contains("commands"));
  }
}
