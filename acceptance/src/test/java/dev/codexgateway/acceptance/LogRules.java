package dev.codexgateway.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.codexgateway.acceptance.Target.Ability;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code job.log}: the numbered log of a job. */
interface LogRules extends EndToEnd {
  @Test
  default void log_ofAFinishedJob_isWhole() throws Exception {
    JsonObject job = admin().run("echo", "one line");
    List<JsonObject> events = admin().log(Json.id(job));
    JobLog.assertWhole(events);
    assertEquals(List.of("queued", "running", "succeeded"), JobLog.states(events));
    assertEquals("one line\n", JobLog.text(events, "stdout"));
    assertEquals(events.size() + 1L, Json.number(job, "next_seq"));
    JsonObject result = events.getLast().getAsJsonObject("data");
    assertEquals("succeeded", Json.state(result));
    assertEquals(9, Json.number(result, "stdout_bytes"));
  }

  @Test
  default void log_inPagesOfOne_isTheSameAsInOnePage() throws Exception {
    String id = Json.id(admin().run("report", "pages"));
    assertEquals(JobLog.read(admin(), id, 1000), JobLog.read(admin(), id, 1));
  }

  @Test
  default void log_ofMuchOutput_losesNothing() throws Exception {
    needs(Ability.TEST_COMMANDS);
    JsonObject job = admin().run("e2e-lines", "40000");
    List<JsonObject> events = JobLog.read(admin(), Json.id(job), 3);
    JobLog.assertWhole(events);
    assertEquals(lines(40_000), JobLog.text(events, "stdout"));
    assertTrue(job.get("stdout_truncated").getAsBoolean());
    assertTrue(lines(40_000).endsWith(Json.string(job, "stdout")));
  }

  private static String lines(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> i + "\n").collect(Collectors.joining());
  }

  @Test
  default void log_whileTheJobRuns_isNotComplete() throws Exception {
    String id = admin().submit("counter", "600");
    try {
      JsonObject page = admin().result("job.log", "job_id", id);
      assertFalse(page.get("complete").getAsBoolean());
      assertFalse(page.getAsJsonArray("events").isEmpty());
    } finally {
      admin().result("job.cancel", "job_id", id);
    }
  }

  @Test
  default void log_fromBeyondTheEnd_isEmptyAndComplete() throws Exception {
    JsonObject job = admin().run("date");
    JsonObject page =
        admin().result("job.log", "job_id", Json.id(job), "from", Json.number(job, "next_seq"));
    assertTrue(page.getAsJsonArray("events").isEmpty(), page::toString);
    assertTrue(page.get("complete").getAsBoolean());
    assertEquals(Json.number(job, "next_seq"), Json.number(page, "next"));
  }

  @Test
  default void log_ofAFinishedJob_staysAsItIs() throws Exception {
    String id = Json.id(admin().run("report", "again"));
    assertEquals(admin().log(id), admin().log(id));
    assertEquals(admin().job(id), admin().job(id));
  }
}
