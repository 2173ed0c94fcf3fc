package dev.codexgateway.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.codexgateway.acceptance.Target.Ability;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cancel, time-out, and doing it again. */
interface StopRules extends EndToEnd {
  @Test
  default void cancel_ofARunningJob_endsIt() throws Exception {
    String id = admin().submit("counter", "600");
    admin().awaitOutput(id, "1\n");
    JsonObject answer = admin().result("job.cancel", "job_id", id, "timeout_seconds", 30);
    assertEquals("cancelled", Json.state(answer));
    JobLog.assertWhole(admin().log(id));
    assertEquals(List.of("queued", "running", "cancelled"), JobLog.states(admin().log(id)));
  }

  @Test
  default void cancel_ofAQueuedJob_endsItWithoutAStart() throws Exception {
    needs(Ability.TWO_AT_ONCE);
    List<String> holders = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      holders.add(admin().submit("counter", "600"));
    }
    for (String holder : holders) {
      admin().awaitOutput(holder, "1\n");
    }
    String id = admin().submit("echo", "never printed");
    assertEquals("cancelled", Json.state(admin().result("job.cancel", "job_id", id)));
    for (String holder : holders) {
      admin().result("job.cancel", "job_id", holder, "timeout_seconds", 30);
    }
    assertEquals(0, Json.number(admin().job(id), "attempt"));
    JobLog.assertWhole(admin().log(id));
    assertEquals(List.of("queued", "cancelled"), JobLog.states(admin().log(id)));
  }

  @Test
  default void cancel_ofJobsJustSubmitted_endsThemAll() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String id = admin().submit("counter", "600");
      admin().result("job.cancel", "job_id", id);
      ids.add(id);
    }
    for (String id : ids) {
      assertEquals("cancelled", Json.state(admin().ended(id)));
      JobLog.assertWhole(admin().log(id));
    }
  }

  @Test
  default void cancel_ofAFinishedJob_isRefusedWithItsState() throws Exception {
    JsonObject job = admin().run("date");
    JsonObject error = admin().error(-32007, "job.cancel", "job_id", Json.id(job));
    assertEquals("succeeded", Json.state(error.getAsJsonObject("data")));
    assertEquals(job, admin().job(Json.id(job)));
  }

  @Test
  default void cancel_twice_saysTheSame() throws Exception {
    String id = admin().submit("counter", "600");
    admin().result("job.cancel", "job_id", id);
    admin().ended(id);
    assertEquals("cancelled", Json.state(admin().result("job.cancel", "job_id", id)));
  }

  @Test
  default void timeout_ofALongJob_stopsItWithWhatItPrinted() throws Exception {
    JsonObject submitted =
        admin().result("exec", "command", "counter", "args", List.of("600"), "timeout_seconds", 3);
    JsonObject job = admin().ended(Json.id(submitted));
    assertEquals("timed_out", Json.state(job));
    assertTrue(Json.string(job, "stdout").startsWith("1\n"), job::toString);
    assertEquals(3, Json.number(job, "timeout_seconds"));
  }

  @Test
  default void timeout_ofACommandWithALowLimit_isThatLimit() throws Exception {
    needs(Ability.TEST_COMMANDS);
    JsonObject job = admin().result("exec", "command", "e2e-short", "args", List.of("0"));
    assertEquals(5, Json.number(job, "timeout_seconds"));
    admin()
        .error(-32602, "exec", "command", "e2e-short", "args", List.of("0"), "timeout_seconds", 6);
  }

  @Test
  default void retry_ofAFinishedJob_makesANewOne() throws Exception {
    JsonObject first = admin().run("echo", "again");
    JsonObject second = admin().result("job.retry", "job_id", Json.id(first));
    assertNotEquals(Json.id(first), Json.id(second));
    assertEquals(Json.id(first), Json.string(second, "retry_of"));
    assertEquals("again\n", Json.string(admin().ended(Json.id(second)), "stdout"));
    assertEquals(first, admin().job(Json.id(first)));
  }

  @Test
  default void retry_ofARunningJob_isRefused() throws Exception {
    String id = admin().submit("counter", "600");
    admin().error(-32007, "job.retry", "job_id", id);
    admin().result("job.cancel", "job_id", id);
  }

  @Test
  default void wait_ofAJobThatGoesOn_answersWhenTheTimeIsOver() throws Exception {
    String id = admin().submit("counter", "600");
    JsonObject job = admin().result("job.wait", "job_id", id, "timeout_seconds", 1);
    assertFalse(Json.isTerminal(job), job::toString);
    admin().result("job.cancel", "job_id", id);
  }
}
