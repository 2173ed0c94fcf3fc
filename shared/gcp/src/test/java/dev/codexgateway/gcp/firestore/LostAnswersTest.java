package dev.codexgateway.gcp.firestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryStore.Acceptance;
import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.JobStore.Append;
import dev.codexgateway.core.job.JobStore.Claim;
import dev.codexgateway.core.job.JobStore.Renewal;
import dev.codexgateway.core.job.JobStore.Submission;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.OutputCounts;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.gcp.firestore.Calls.Observer;
import dev.codexgateway.testkit.Fixtures;
import dev.codexgateway.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A write that was committed but whose answer never came is found again, not made again. */
@Tag("emulator")
final class LostAnswersTest {
  private static final List<EventDraft> CHUNK = List.of(Fixtures.stdout("x"));

  private final Database database = new Database();
  private final SettableClock clock = SettableClock.standing();
  private final AtomicBoolean loseAnswer = new AtomicBoolean();
  private final FirestoreJobStore store = store(new LosingObserver());
  private final FirestoreJobStore other = store(Observer.NONE);
  private final NewJob job = Fixtures.newJob();

  private final class LosingObserver implements Observer {
    @Override
    public void committed(int writes) {
      if (loseAnswer.getAndSet(false)) {
        throw new StoreUnavailableException("the answer is lost");
      }
    }
  }

  private FirestoreJobStore store(Observer observer) {
    return new FirestoreJobStore(database.calls(observer), clock, Database.RETENTION);
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Test
  void submit_again_isThatJob() {
    losingTheAnswer(() -> store.submit(job));

    Submission.Existing again = assertInstanceOf(Submission.Existing.class, store.submit(job));
    assertEquals(job.id(), again.job().id());
    assertEquals(1, store.events(job.id(), 1, 100).size());
  }

  @Test
  void claim_again_isTheSameAttemptWithAWholeLease() {
    store.submit(job);
    losingTheAnswer(() -> store.claim(job.id(), Fixtures.LEASE));
    clock.advance(Duration.ofSeconds(10));
    assertInstanceOf(Claim.Held.class, other.claim(job.id(), Fixtures.LEASE));

    Claim.Claimed again =
        assertInstanceOf(Claim.Claimed.class, store.claim(job.id(), Fixtures.LEASE));

    assertEquals(new Lease(job.id(), 1), again.lease());
    assertEquals(clock.instant().plus(Fixtures.LEASE), again.job().leaseUntil().orElseThrow());
    assertEquals(store.events(job.id(), 2, 100), again.events());
    assertInstanceOf(Claim.Held.class, store.claim(job.id(), Fixtures.LEASE));
    assertInstanceOf(
        Append.Appended.class, store.append(again.lease(), 3, CHUNK, OutputCounts.NONE));
  }

  @Test
  void claim_againAfterAnotherTookIt_isHeld() {
    NewJob twice = Fixtures.newJob(2);
    store.submit(twice);
    losingTheAnswer(() -> store.claim(twice.id(), Fixtures.LEASE));
    clock.advance(Fixtures.LEASE);
    assertInstanceOf(Claim.Claimed.class, other.claim(twice.id(), Fixtures.LEASE));

    assertInstanceOf(Claim.Held.class, store.claim(twice.id(), Fixtures.LEASE));
  }

  @Test
  void append_again_isWrittenOnce() {
    Lease lease = claimed();
    losingTheAnswer(() -> store.append(lease, 3, CHUNK, OutputCounts.NONE));

    assertInstanceOf(Append.Appended.class, store.append(lease, 3, CHUNK, OutputCounts.NONE));
    assertInstanceOf(Append.Appended.class, store.append(lease, 4, CHUNK, OutputCounts.NONE));
    assertEquals(4, store.events(job.id(), 1, 100).size());
  }

  @Test
  void finish_again_isAnsweredAsTheFirst() {
    Lease lease = claimed();
    losingTheAnswer(() -> store.finish(lease, 3, CHUNK, Fixtures.succeeded()));

    Append.Appended again =
        assertInstanceOf(
            Append.Appended.class, store.finish(lease, 3, CHUNK, Fixtures.succeeded()));

    assertEquals(JobState.SUCCEEDED, again.job().state());
    assertEquals(store.events(job.id(), 3, 100), again.events());
  }

  @Test
  void accept_again_isADuplicateOfItselfAndMakesOneJob() {
    FirestoreDeliveryStore deliveries =
        new FirestoreDeliveryStore(database.calls(new LosingObserver()), clock, Database.RETENTION);
    Delivery delivery = Deliveries.of(Verdict.ACCEPTED, "one");
    losingTheAnswer(() -> deliveries.accept(delivery, List.of(job)));

    assertEquals(
        new Acceptance.Duplicate(delivery.id(), List.of(job.id())),
        deliveries.accept(delivery, List.of(Fixtures.newJob())));
    assertEquals(1, store.due(clock.instant().plusSeconds(1), 10).size());
  }

  @Test
  void renew_again_holds() {
    Lease lease = claimed();
    losingTheAnswer(() -> store.renew(lease, Fixtures.LEASE));

    assertEquals(new Renewal.Renewed(false), store.renew(lease, Fixtures.LEASE));
  }

  private Lease claimed() {
    store.submit(job);
    return assertInstanceOf(Claim.Claimed.class, store.claim(job.id(), Fixtures.LEASE)).lease();
  }

  private void losingTheAnswer(Supplier<?> write) {
    loseAnswer.set(true);
    assertThrows(StoreUnavailableException.class, write::get);
  }
}
