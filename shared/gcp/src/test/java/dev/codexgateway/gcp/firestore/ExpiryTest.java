package dev.codexgateway.gcp.firestore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexgateway.core.job.JobQuery;
import dev.codexgateway.core.job.JobStore.Append;
import dev.codexgateway.core.job.JobStore.Cancellation;
import dev.codexgateway.core.job.JobStore.Claim;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.testkit.Fixtures;
import dev.codexgateway.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A job past its time is gone, although Firestore deletes it up to a day later. */
@Tag("emulator")
final class ExpiryTest {
  private final Database database = new Database();
  private final SettableClock clock = SettableClock.standing();
  private final FirestoreJobStore store =
      new FirestoreJobStore(database.calls(), clock, Database.RETENTION);

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Test
  void job_atTheEndOfItsTime_isMissing() {
    NewJob queued = Fixtures.newJob();
    NewJob running = Fixtures.newJob(2);
    store.submit(queued);
    store.submit(running);
    store.claim(running.id(), Fixtures.LEASE);
    clock.advance(Database.RETENTION.minusMillis(1));
    assertEquals(2, store.list(query()).size());
    assertEquals(2, store.due(clock.instant(), 10).size());

    clock.advance(Duration.ofMillis(1));

    assertEquals(Optional.empty(), store.find(queued.id()));
    assertEquals(Optional.empty(), store.view(queued.id()));
    assertEquals(List.of(), store.events(queued.id(), 1, 10));
    assertEquals(List.of(), store.list(query()));
    assertEquals(List.of(), store.due(clock.instant(), 10));
    assertEquals(new Claim.Missing(), store.claim(queued.id(), Fixtures.LEASE));
    assertEquals(new Cancellation.Missing(), store.cancel(queued.id()));
    assertEquals(
        new Append.Fenced(),
        new FirestoreJobStore(database.calls(), clock, Database.RETENTION)
            .finish(new Lease(running.id(), 1), 3, List.of(), Fixtures.succeeded()));
  }

  private static JobQuery query() {
    return new JobQuery(Fixtures.OWNER, Optional.empty(), Optional.empty(), Optional.empty(), 10);
  }
}
