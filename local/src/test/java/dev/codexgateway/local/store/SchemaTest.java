package dev.codexgateway.local.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryId;
import dev.codexgateway.core.hook.DeliveryStore.Acceptance;
import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.JobStore.Claim;
import dev.codexgateway.core.job.JobStore.Submission;
import dev.codexgateway.core.job.NewJob.Idempotency;
import dev.codexgateway.testkit.Fixtures;
import dev.codexgateway.testkit.SettableClock;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/** Databases of earlier formats, as those gateways wrote them, go on in the present one. */
final class SchemaTest {
  /** In {@code format-1.sql}: succeeded, with output and an artifact. */
  private static final JobId DONE = new JobId("job_01kjmf3e3b0000000000000001");

  /** Likewise: queued. */
  private static final JobId WAITING = new JobId("job_01kjmf3e3b0000000000000002");

  private final SettableClock clock = SettableClock.standing();
  @TempDir private Path directory;

  @BeforeEach
  void restoreFormat1() throws Exception {
    try (InputStream in = SchemaTest.class.getResourceAsStream("format-1.sql");
        Session session =
            new Session(JDBC.createConnection("jdbc:sqlite:" + file(), new Properties()))) {
      String dump = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      for (String statement : dump.split(";\n--\n")) {
        session.run(statement);
      }
      session.run("PRAGMA application_id = 1667725105");
      session.run("PRAGMA user_version = 1");
    }
  }

  private Path file() {
    return directory.resolve("gateway.db");
  }

  @Test
  void migrate_format1_keepsJobsLogsAndKeys() {
    try (SqliteDatabase database = SqliteDatabase.open(file())) {
      SqliteJobStore jobs = new SqliteJobStore(database, clock);

      Job done = jobs.find(DONE).orElseThrow();
      assertEquals(JobState.SUCCEEDED, done.state());
      assertEquals(Fixtures.FULL_SPEC, done.spec());
      assertEquals(1, done.artifacts().size());
      assertEquals(5, jobs.events(DONE, 1, 100).size());
      assertEquals("line\n", jobs.view(DONE).orElseThrow().tail().stdout());
      assertInstanceOf(Claim.Claimed.class, jobs.claim(WAITING, Fixtures.LEASE));
      assertEquals(
          Optional.of(Fixtures.apiKey("key000000001", Fixtures.OWNER, Fixtures.NOW)),
          new SqliteApiKeyStore(database).find("key000000001"));
      Idempotency key = new Idempotency("team-red exec", "order-17", "f1");
      assertEquals(new Submission.Existing(done), jobs.submit(Fixtures.newJob(key, Fixtures.NOW)));
    }
  }

  @Test
  void migrate_format1_takesDeliveriesAlsoAfterAnotherStart() {
    Delivery delivery = delivery();
    try (SqliteDatabase database = SqliteDatabase.open(file())) {
      SqliteJobStore jobs = new SqliteJobStore(database, clock);
      assertInstanceOf(
          Acceptance.Accepted.class,
          new SqliteDeliveryStore(database, jobs, clock)
              .accept(delivery, List.of(Fixtures.newJob())));
    }

    try (SqliteDatabase database = SqliteDatabase.open(file())) {
      SqliteJobStore jobs = new SqliteJobStore(database, clock);
      SqliteDeliveryStore store = new SqliteDeliveryStore(database, jobs, clock);
      assertEquals(1, store.find(delivery.id()).orElseThrow().jobs().size());
      assertInstanceOf(Acceptance.Duplicate.class, store.accept(delivery(), List.of()));
      assertTrue(jobs.find(WAITING).isPresent());
    }
  }

  private static Delivery delivery() {
    return new Delivery(
        DeliveryId.next(),
        "github",
        Fixtures.NOW,
        new HookRequest("POST", Map.of(), Map.of(), new byte[] {1}, Optional.empty()),
        Verdict.ACCEPTED,
        "",
        List.of("one"),
        List.of());
  }
}
