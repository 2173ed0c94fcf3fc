package dev.codexgateway.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.codexgateway.acceptance.Target.Ability;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From a call to an outcome. */
interface SubmitRules extends EndToEnd {
  @Test
  default void exec_aShortCommand_endsWithItsOutput() throws Exception {
    JsonObject job = admin().run("echo", "Hello,", "Wörld 🌍");
    assertEquals("succeeded", Json.state(job));
    assertEquals("Hello, Wörld 🌍\n", Json.string(job, "stdout"));
    assertEquals("", Json.string(job, "stderr"));
    assertEquals(0, Json.number(job, "exit_code"));
    assertEquals(1, Json.number(job, "attempt"));
    assertEquals("jsonrpc", Json.string(job, "source"));
    assertFalse(job.get("truncated").getAsBoolean());
  }

  @Test
  default void exec_withTimeToWait_answersWithTheOutcome() throws Exception {
    JsonObject job =
        admin().result("exec", "command", "echo", "args", List.of("at once"), "wait_seconds", 30);
    assertEquals("succeeded", Json.state(job));
    assertEquals("at once\n", Json.string(job, "stdout"));
  }

  @Test
  default void exec_withoutTimeToWait_answersBeforeTheEnd() throws Exception {
    JsonObject job = admin().result("exec", "command", "counter", "args", List.of("600"));
    try {
      assertFalse(Json.isTerminal(job), job::toString);
      assertFalse(job.has("exit_code"));
      assertFalse(job.has("finished_at"));
    } finally {
      admin().result("job.cancel", "job_id", Json.id(job));
    }
  }

  @Test
  default void exec_ofAnyJob_hasTimesInOrder() throws Exception {
    JsonObject job = admin().run("date");
    Instant created = Instant.parse(Json.string(job, "created_at"));
    Instant started = Instant.parse(Json.string(job, "started_at"));
    Instant finished = Instant.parse(Json.string(job, "finished_at"));
    assertFalse(started.isBefore(created), job::toString);
    assertFalse(finished.isBefore(started), job::toString);
  }

  @Test
  default void exec_withLabels_keepsThem() throws Exception {
    JsonObject job = admin().result("exec", "command", "date", "labels", Map.of("team", "a b"));
    assertEquals(Json.object("team", "a b"), admin().job(Json.id(job)).get("labels"));
  }

  @Test
  default void exec_ofAFailingCommand_endsFailedWithItsExitCode() throws Exception {
    needs(Ability.TEST_COMMANDS);
    JsonObject job = admin().run("e2e-fail");
    assertEquals("failed", Json.state(job));
    assertEquals(3, Json.number(job, "exit_code"));
    assertEquals("to the output\n", Json.string(job, "stdout"));
    assertEquals("to the errors\n", Json.string(job, "stderr"));
  }

  @Test
  default void exec_ofACommandThatIsKilled_endsFailedWithTheSignal() throws Exception {
    needs(Ability.TEST_COMMANDS);
    JsonObject job = admin().run("e2e-killed");
    assertEquals("failed", Json.state(job));
    assertEquals("SIGKILL", Json.string(job, "signal"));
    assertFalse(job.has("exit_code"), job::toString);
  }

  @Test
  default void exec_withStandardInput_passesItOn() throws Exception {
    needs(Ability.TEST_COMMANDS);
    String id =
        Json.id(admin().result("exec", "command", "e2e-cat", "stdin", "from\nthe caller ✓"));
    assertEquals("from\nthe caller ✓", Json.string(admin().ended(id), "stdout"));
  }

  @Test
  default void exec_withoutStandardInput_closesIt() throws Exception {
    needs(Ability.TEST_COMMANDS);
    JsonObject job = admin().run("e2e-cat");
    assertEquals("succeeded", Json.state(job));
    assertEquals("", Json.string(job, "stdout"));
  }

  @Test
  default void exec_ofAnyCommand_seesOnlyTheDeclaredEnvironment() throws Exception {
    needs(Ability.TEST_COMMANDS);
    String id =
        Json.id(admin().result("exec", "command", "e2e-env", "env", Map.of("MODE", "fast")));
    List<String> names =
        Json.string(admin().ended(id), "stdout")
            .lines()
            .map(line -> line.substring(0, line.indexOf('=')))
            .sorted()
            .toList();
    assertEquals(List.of("DECLARED", "GATEWAY_INSTANCE", "GATEWAY_JOB_ID", "MODE"), names);
  }

  @Test
  default void exec_thatPrintsPastItsLimit_countsWhatItDoesNotKeep() throws Exception {
    needs(Ability.TEST_COMMANDS);
    JsonObject job = admin().run("e2e-capped");
    assertEquals("succeeded", Json.state(job));
    assertTrue(job.get("truncated").getAsBoolean(), job::toString);
    assertEquals(588_895, Json.number(job, "stdout_bytes"));
    assertTrue(JobLog.text(admin().log(Json.id(job)), "stdout").length() <= 1000);
  }

  @Test
  default void exec_thatLeavesChildren_leavesNoneBehind() throws Exception {
    needs(Ability.TEST_COMMANDS);
    needs(Ability.SAME_MACHINE);
    JsonObject job = admin().run("e2e-children");
    assertEquals("succeeded", Json.state(job));
    long child = Long.parseLong(Json.string(job, "stdout").strip());
    assertTrue(ProcessHandle.of(child).isEmpty(), "still there: " + child);
  }

  @Test
  default void commandList_ofAnAdmin_namesTheCommandsOfTheConfiguration() throws Exception {
    List<String> names =
        Json.strings(admin().result("command.list").getAsJsonArray("commands"), "name");
    assertTrue(names.containsAll(List.of("echo", "date", "counter", "report")), names::toString);
  }

  @Test
  default void discover_ofAnAdmin_describesTheMethods() throws Exception {
    JsonObject document = admin().result("rpc.discover");
    List<String> names = Json.strings(document.getAsJsonArray("methods"), "name");
    assertTrue(names.containsAll(List.of("exec", "job.get", "key.create")), names::toString);
  }
}
