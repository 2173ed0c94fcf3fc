package dev.codexgateway.force;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobSpec;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.JobStore.Claim;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.Outcome;
import dev.codexgateway.core.job.OutputCounts;
import dev.codexgateway.local.store.SqliteDatabase;
import dev.codexgateway.local.store.SqliteJobStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checker finds what it is there to find: each test damages a sound store in one way. */
final class StoreCheckerTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  /** Of "content". */
  private static final String SHA_256 =
      "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73";

  @TempDir private Path data;

  private final JobId ended = JobId.next();
  private final JobId running = JobId.next();

  /** One job that ended with an artifact and one that runs. */
  @BeforeEach
  void fillStore() throws Exception {
    try (SqliteDatabase database = SqliteDatabase.open(data.resolve("gateway.db"))) {
      SqliteJobStore store = new SqliteJobStore(database, InstantSource.fixed(NOW));
      Claim.Claimed first = claimed(store, ended);
      store.append(first.lease(), 3, List.of(stdout("one\\n")), new OutputCounts(4, 0, false));
      Artifact artifact = new Artifact("a.txt", 7, SHA_256, "text/plain");
      store.finish(
          first.lease(),
          4,
          List.of(new EventDraft(NOW, EventType.ARTIFACT, "{\"name\":\"a.txt\"}")),
          new Outcome(
              JobState.SUCCEEDED,
              OptionalInt.of(0),
              Optional.empty(),
              Optional.empty(),
              new OutputCounts(4, 0, false),
              List.of(artifact)));
      claimed(store, running);
    }
    Files.createDirectories(artifact().getParent());
    Files.writeString(artifact(), "content");
  }

  private Path artifact() {
    return data.resolve("artifacts").resolve(ended.value()).resolve("1").resolve("a.txt");
  }

  private static Claim.Claimed claimed(SqliteJobStore store, JobId id) {
    JobSpec spec =
        new JobSpec("x", List.of(), Optional.empty(), Map.of(), Duration.ofSeconds(9), Map.of());
    store.submit(new NewJob(id, "admin", spec, "test", 1, Optional.empty(), NOW, Optional.empty()));
    return (Claim.Claimed) store.claim(id, Duration.ofSeconds(30));
  }

  private static EventDraft stdout(String text) {
    return new EventDraft(NOW, EventType.STDOUT, "\"" + text + "\"");
  }

  private void damage(String sql) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("gateway.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> violations() {
    return StoreChecker.check(StoreImage.read(data));
  }

  @Test
  void check_soundStore_findsNothing() {
    assertEquals(List.of(), violations());
    assertEquals(
        List.of(running + ": has not ended: running"),
        StoreChecker.unsettled(StoreImage.read(data)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          DELETE FROM log WHERE events LIKE '%one%' ; where 3 was to come
          DELETE FROM log WHERE pos = (SELECT max(pos) FROM log WHERE pos < 2 << 31) ; without a result
          UPDATE jobs SET next_seq = next_seq + 1 ; next_seq is
          UPDATE jobs SET lease_until = NULL WHERE state = 'running' ; running without a lease
          UPDATE jobs SET lease_until = 1 WHERE state = 'succeeded' ; succeeded with a lease
          UPDATE jobs SET due_at = 1 WHERE state = 'succeeded' ; with due_at
          UPDATE jobs SET finished_at = NULL ; without finished_at
          UPDATE jobs SET state = 'failed' WHERE state = 'succeeded' ; its log says
          UPDATE jobs SET state = 'odd' WHERE state = 'running' ; no such state
          UPDATE jobs SET attempt = 2 ; attempt 2 of 1
          UPDATE jobs SET stdout_bytes = 5 ; 4 bytes in the log, 5 counted
          UPDATE jobs SET artifacts = NULL ; names 0 artifacts, its log 1
          UPDATE log SET events = events || '1 stdout "late"' || char(10) ; after the result
          UPDATE log SET events = replace(events, '"attempt"', '"a"') ; cannot be understood
          UPDATE log SET events = replace(events, '"running"', '"lost"') ; became LOST
          DELETE FROM specs ; has no spec
          DELETE FROM jobs WHERE state = 'running' ; events of no job
          INSERT INTO idempotency VALUES (1, 's', 'k', 'f', 99, 1) ; foreign_key_check
          """)
  void check_damagedStore_saysWhatIsWrong(String sql, String expected) throws Exception {
    damage(sql);
    List<String> violations = violations();
    assertTrue(
        violations.stream().anyMatch(violation -> violation.contains(expected)),
        () -> expected + " is not in " + violations);
  }

  @Test
  void check_changedArtifact_saysSo() throws Exception {
    Files.writeString(artifact(), "CONTENT");
    assertEquals(List.of(ended + ": artifact a.txt has another digest"), violations());
  }

  @Test
  void check_missingArtifact_saysSo() throws Exception {
    Files.delete(artifact());
    assertTrue(violations().getFirst().contains("cannot be read"));
  }

  @Test
  void compare_logThatChangesAfterItsEnd_saysSo() throws Exception {
    Ledger ledger = new Ledger();
    assertEquals(List.of(), ledger.compare(StoreImage.read(data), Map.of()));
    damage("UPDATE log SET events = replace(events, 'one', 'two')");
    assertEquals(
        List.of(ended + ": changed after its end"),
        ledger.compare(StoreImage.read(data), Map.of()));
  }

  @Test
  void compare_acceptedJobThatIsGone_saysSo() {
    Ledger ledger = new Ledger();
    JobId gone = JobId.next();
    ledger.accepted(Submission.of("true"), gone.value());
    ledger.accepted(Submission.of("true"), ended.value());
    ledger.sawState(ended.value(), "failed");
    ledger.sawEvent(ended.value(), 3, "{\"seq\":3}");
    List<String> violations = ledger.compare(StoreImage.read(data), Map.of(ended.value(), 2L));
    assertTrue(violations.contains(gone + ": accepted, but not there"));
    assertTrue(violations.contains(ended + ": was told as failed, is succeeded"));
    assertTrue(violations.contains(ended + ": true was started 2 times"));
    assertTrue(violations.stream().anyMatch(text -> text.contains("a watcher saw {\"seq\":3}")));
    assertTrue(violations.stream().anyMatch(text -> text.contains("with output of another")));
  }
}
