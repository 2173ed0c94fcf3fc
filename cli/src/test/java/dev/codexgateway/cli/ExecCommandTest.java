package dev.codexgateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecCommandTest {
  private static final String QUEUED = "{\"job_id\":\"01JOB\",\"state\":\"queued\"}";
  private static final String RUNNING = "{\"job_id\":\"01JOB\",\"state\":\"running\"}";
  private static final String FAILED =
      "{\"job_id\":\"01JOB\",\"state\":\"failed\",\"exit_code\":3}";

  private final FakeGateway gateway = new FakeGateway();
  private final Cli cli = new Cli(gateway);

  @AfterEach
  void stop() throws IOException {
    gateway.close();
  }

  @Test
  void exec_printsTheJobId() {
    gateway.onCall("exec", QUEUED);
    Cli.Result result = cli.run("exec", "echo", "hello");
    assertEquals(new Cli.Result(0, "01JOB\n", ""), result);
    assertEquals(json("{'command':'echo','args':['hello']}"), gateway.paramsOf("exec"));
  }

  @Test
  void json_printsTheJobOnOneLine() {
    gateway.onCall("exec", QUEUED);
    assertEquals(QUEUED + "\n", cli.run("exec", "--json", "echo").out());
  }

  @Test
  void argumentsAfterTheCommand_arePassedUntouched() throws IOException {
    gateway.onCall("exec", QUEUED);
    List<String> args =
        List.of(
            "-x",
            "--json",
            "--help",
            "@" + Files.createTempFile("args", ""),
            "",
            "--",
            "a b",
            "--label",
            "'quoted'",
            "\"q\"",
            "${user.home}",
            "ä€😀",
            "-");
    String[] line = new String[args.size() + 2];
    line[0] = "exec";
    line[1] = "echo";
    for (int i = 0; i < args.size(); i++) {
      line[i + 2] = args.get(i);
    }
    assertEquals("01JOB\n", cli.run(line).out());
    assertEquals(Json.array(args), gateway.paramsOf("exec").get("args"));
  }

  @Test
  void everyOption_reachesTheGateway() {
    gateway.onCall("exec", QUEUED);
    cli.stdin = "line é\n".getBytes(StandardCharsets.UTF_8);
    Cli.Result result =
        cli.run(
            "exec",
            "--stdin",
            "--env",
            "A=1",
            "--env=B=x=y",
            "--label",
            "team=core",
            "--timeout",
            "60",
            "--idempotency-key",
            "k1",
            "sort",
            "-r");
    assertEquals(0, result.exitCode(), result.err());
    assertEquals(
        json(
            """
            {'command':'sort','args':['-r'],'stdin':'line é\\n','env':{'A':'1','B':'x=y'},
             'labels':{'team':'core'},'timeout_seconds':60,'idempotency_key':'k1'}
            """),
        gateway.paramsOf("exec"));
  }

  @Test
  void stdinFile_isRead(@TempDir Path directory) throws IOException {
    gateway.onCall("exec", QUEUED);
    cli.directory = directory;
    Files.writeString(directory.resolve("in.txt"), "content");
    assertEquals(0, cli.run("exec", "--stdin-file", "in.txt", "cat").exitCode());
    assertEquals("content", gateway.paramsOf("exec").get("stdin").getAsString());
  }

  @Test
  void stdinThatCannotBeSent_isRefusedHere() {
    cli.stdin = new byte[] {'a', (byte) 0xff};
    assertRefusedHere(cli.run("exec", "--stdin", "cat"), "standard input is not valid UTF-8 text");
    Cli large = new Cli(gateway);
    large.stdin = new byte[(1 << 20) + 1];
    assertRefusedHere(large.run("exec", "--stdin", "cat"), "standard input is over 1 MiB");
    assertRefusedHere(
        new Cli(gateway).run("exec", "--stdin-file", "missing", "cat"), "missing: no such file");
  }

  @Test
  void refusal_namesEachBadMember() {
    gateway.refuse(
        "exec",
        """
        {"code":-32602,"message":"Invalid params","data":{"members":[
          {"name":"args[0]","reason":"too long"},{"name":"env.X","reason":"not declared\\u001b"}]}}
        """);
    Cli.Result result = cli.run("exec", "echo", "x");
    assertEquals(ExitCode.BAD_INPUT, result.exitCode());
    assertEquals(
        "gateway: Invalid params: args[0]: too long; env.X: not declared\\u001b\n", result.err());
  }

  @Test
  void wait_showsTheOutputAndExitsAsTheJob() {
    gateway.onCall("exec", FAILED);
    gateway.onCall(
        "job.log",
        """
        {"events":[{"seq":1,"type":"state","data":{"state":"running","attempt":1}},
          {"seq":2,"type":"stdout","data":"out\\n"},{"seq":3,"type":"stderr","data":"err\\n"},
          {"seq":4,"type":"result","data":{}}],"next":5,"complete":true}
        """);
    assertEquals(new Cli.Result(3, "out\n", "err\n"), cli.run("exec", "--wait", "10", "false"));
    assertEquals(10, gateway.paramsOf("exec").get("wait_seconds").getAsInt());
  }

  @Test
  void waitLongerThanOneCall_takesSeveral() {
    gateway.onCall("exec", RUNNING);
    gateway.onCall(
        "job.wait", params -> params.get("timeout_seconds").getAsInt() == 5 ? FAILED : RUNNING);
    Cli.Result result = cli.run("exec", "--wait", "65", "--json", "slow");
    assertEquals(new Cli.Result(3, FAILED + "\n", ""), result);
    assertEquals(
        List.of(30, 30, 5),
        gateway.calls().stream()
            .map(FakeGateway.Call::params)
            .map(p -> p.get(p.has("wait_seconds") ? "wait_seconds" : "timeout_seconds"))
            .map(seconds -> seconds.getAsInt())
            .toList());
  }

  @Test
  void waitThatIsTooShort_printsTheIdAndExits75() {
    gateway.onCall("exec", RUNNING);
    Cli.Result result = cli.run("exec", "--wait", "1", "slow");
    assertEquals(ExitCode.TRY_LATER, result.exitCode());
    assertEquals("01JOB\n", result.out());
    assertTrue(result.err().endsWith("gateway watch 01JOB\n"), result.err());
  }

  @Test
  void watch_streamsBothStreamsAndExitsAsTheJob() {
    gateway.onCall("exec", QUEUED);
    gateway.onCall("job.get", FAILED);
    gateway.onSocket(
        socket -> {
          assertEquals(json("{'job_id':'01JOB','from':1}"), socket.subscribed());
          socket.event(1, "state", "{\"state\":\"running\",\"attempt\":1}");
          socket.stdout(2, "one\n");
          socket.stderr(3, "warn\n");
          socket.notification("caught_up", "\"seq\":3");
          socket.stdout(4, "two ");
          socket.stdout(5, "é\n");
          socket.event(6, "agent", "{\"type\":\"turn\"}");
          socket.result(7);
          socket.notification("end", "");
          socket.awaitEnd();
        });
    assertEquals(
        new Cli.Result(3, "one\ntwo é\n{\"type\":\"turn\"}\n", "warn\n"),
        cli.run("exec", "--watch", "counter", "5"));
  }

  @Test
  void answerWithoutResult_isNoGateway() {
    gateway.onCall("exec", "[]");
    assertEquals(ExitCode.PROTOCOL, cli.run("exec", "echo").exitCode());
  }

  private void assertRefusedHere(Cli.Result result, String why) {
    assertEquals(ExitCode.BAD_INPUT, result.exitCode());
    assertTrue(result.err().startsWith("gateway: " + why), result.err());
    assertTrue(gateway.calls().isEmpty());
    assertFalse(result.err().contains("\tat "));
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text.replace('\'', '"')).getAsJsonObject();
  }
}
