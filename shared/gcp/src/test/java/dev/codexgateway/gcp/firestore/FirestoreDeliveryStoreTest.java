package dev.codexgateway.gcp.firestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.codexgateway.core.hook.DeliveryStore;
import dev.codexgateway.core.hook.DeliveryStore.Acceptance;
import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.core.job.JobStore.Submission;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.NewJob.Idempotency;
import dev.codexgateway.testkit.DeliveryStoreContract;
import dev.codexgateway.testkit.Fixtures;
import dev.codexgateway.testkit.SettableClock;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("emulator")
final class FirestoreDeliveryStoreTest extends DeliveryStoreContract {
  private final Database database = new Database();

  @Override
  protected Stores openStores(InstantSource clock) {
    Calls calls = database.calls();
    return new Stores(
        new FirestoreJobStore(calls, clock, Database.RETENTION),
        new FirestoreDeliveryStore(calls, clock, Database.RETENTION));
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Test
  void accept_twoJobsOfOneKey_makeOneJob() {
    DeliveryStore store =
        new FirestoreDeliveryStore(database.calls(), SettableClock.standing(), Database.RETENTION);
    NewJob first = Fixtures.newJob(new Idempotency("s", "k", "f1"), Fixtures.NOW);
    NewJob same = Fixtures.newJob(new Idempotency("s", "k", "f1"), Fixtures.NOW);
    NewJob other = Fixtures.newJob(new Idempotency("s", "k", "f2"), Fixtures.NOW);

    Acceptance.Accepted accepted =
        assertInstanceOf(
            Acceptance.Accepted.class,
            store.accept(Deliveries.of(Verdict.ACCEPTED, "a", "a"), List.of(first, same, other)));

    Submission.Created created =
        assertInstanceOf(Submission.Created.class, accepted.jobs().getFirst());
    assertEquals(
        List.of(new Submission.Existing(created.job()), new Submission.Conflict(first.id())),
        accepted.jobs().subList(1, 3));
  }
}
