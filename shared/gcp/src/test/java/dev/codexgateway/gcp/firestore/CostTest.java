package dev.codexgateway.gcp.firestore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.cloud.firestore.Query;
import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.JobStore.Append;
import dev.codexgateway.core.job.JobStore.Claim;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.NewJob.Idempotency;
import dev.codexgateway.core.job.OutputCounts;
import dev.codexgateway.core.key.Ticket;
import dev.codexgateway.gcp.firestore.Calls.Observer;
import dev.codexgateway.testkit.Fixtures;
import dev.codexgateway.testkit.SettableClock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What docs/firestore.md says that each operation costs. */
@Tag("emulator")
final class CostTest {
  private final Database database = new Database();
  private final Counter counter = new Counter();
  private final JobStore store =
      new FirestoreJobStore(database.calls(counter), SettableClock.standing(), Database.RETENTION);
  private final FirestoreDeliveryStore deliveries =
      new FirestoreDeliveryStore(
          database.calls(counter), SettableClock.standing(), Database.RETENTION);

  /** A query that finds nothing is charged as one read. */
  private static final class Counter implements Observer {
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();

    @Override
    public void read(int documents) {
      reads.addAndGet(documents);
    }

    @Override
    public void queried(Query query, int documents) {
      reads.addAndGet(Math.max(1, documents));
    }

    @Override
    public void committed(int documents) {
      writes.addAndGet(documents);
    }
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Test
  void submit_isOneWrite() {
    store.submit(Fixtures.newJob());
    assertCost(0, 1);
  }

  @Test
  void submit_withAKey_isTwoWrites() {
    store.submit(Fixtures.newJob(new Idempotency("s", "k", "f"), Fixtures.NOW));
    assertCost(0, 2);
  }

  @Test
  void submit_repeatedKey_isThreeReads() {
    store.submit(Fixtures.newJob(new Idempotency("s", "k", "f"), Fixtures.NOW));
    reset();
    store.submit(Fixtures.newJob(new Idempotency("s", "k", "f"), Fixtures.NOW));
    assertCost(3, 0);
  }

  @Test
  void shortJob_watchedByOneRelay_isThreeWritesAndThreeReads() {
    NewJob job = Fixtures.newJob();
    store.submit(job);
    store.find(job.id());
    Lease lease = claimed(job.id());
    store.finish(lease, 3, List.of(Fixtures.stdout("x".repeat(31 * 1024))), Fixtures.succeeded());
    assertEquals(5, store.events(job.id(), 1, 100).size());
    assertCost(3, 3);
  }

  @Test
  void append_whileTheLogIsShort_isOneWrite() {
    Lease lease = running();
    reset();
    append(lease, 3, List.of(Fixtures.stdout("x".repeat(32 * 1024))));
    append(lease, 4, List.of(Fixtures.stdout("x".repeat(32 * 1024))));
    assertCost(0, 2);
  }

  @Test
  void append_onceTheLogIsLong_isTwoWrites() {
    Lease lease = running();
    append(lease, 3, List.of(Fixtures.stdout("x".repeat(127 * 1024))));
    reset();
    append(lease, 4, List.of(Fixtures.stdout("x".repeat(32 * 1024))));
    assertCost(0, 2);
  }

  @Test
  void append_afterACancel_readsOnceAndTellsOfIt() {
    Lease lease = running();
    store.cancel(lease.jobId());
    reset();
    Append.Appended appended = append(lease, 3, List.of(Fixtures.stdout("x")));
    assertEquals(true, appended.job().cancelRequested());
    assertCost(1, 1);
  }

  @Test
  void renew_isOneWrite() {
    Lease lease = running();
    reset();
    store.renew(lease, Fixtures.LEASE);
    assertCost(0, 1);
  }

  @Test
  void cancel_isOneReadAndOneWrite() {
    Lease lease = running();
    reset();
    store.cancel(lease.jobId());
    assertCost(1, 1);
  }

  @Test
  void claim_underALiveLease_isOneRead() {
    Lease lease = running();
    reset();
    store.claim(lease.jobId(), Fixtures.LEASE);
    assertCost(1, 0);
  }

  @Test
  void view_ofAShortLog_isOneRead() {
    Lease lease = running();
    append(lease, 3, List.of(Fixtures.stdout("x")));
    reset();
    store.view(lease.jobId());
    assertCost(1, 0);
  }

  @Test
  void events_thatTheDocumentHolds_areOneReadThoughTheLogIsLong() {
    Lease lease = running();
    append(lease, 3, List.of(Fixtures.stdout("x".repeat(127 * 1024))));
    append(lease, 4, List.of(Fixtures.stdout("x".repeat(32 * 1024))));
    store.finish(lease, 5, List.of(), Fixtures.succeeded());
    reset();
    assertEquals(2, store.events(lease.jobId(), 5, 100).size());
    assertCost(1, 0);
    assertEquals(6, store.events(lease.jobId(), 1, 100).size());
    assertCost(3, 0);
  }

  private Lease running() {
    NewJob job = Fixtures.newJob();
    store.submit(job);
    return claimed(job.id());
  }

  private Lease claimed(JobId id) {
    return ((Claim.Claimed) store.claim(id, Fixtures.LEASE)).lease();
  }

  private Append.Appended append(Lease lease, long firstSeq, List<EventDraft> events) {
    return (Append.Appended) store.append(lease, firstSeq, events, OutputCounts.NONE);
  }

  private void reset() {
    counter.reads.set(0);
    counter.writes.set(0);
  }

  private void assertCost(int reads, int writes) {
    assertEquals(
        reads + " reads, " + writes + " writes",
        counter.reads.get() + " reads, " + counter.writes.get() + " writes");
  }

  @Test
  void accept_isOneWriteForEachDeliveryIdentityAndJob() {
    deliveries.accept(delivery("id", "hash"), List.of(Fixtures.newJob()));
    assertCost(0, 4);
  }

  @Test
  void accept_duplicate_isReadsOnly() {
    deliveries.accept(delivery("id", "hash"), List.of(Fixtures.newJob()));
    reset();
    deliveries.accept(delivery("id", "hash"), List.of(Fixtures.newJob()));
    assertCost(4, 0);
  }

  @Test
  void record_isOneWrite() {
    deliveries.record(Deliveries.of(Verdict.UNWANTED));
    assertCost(0, 1);
  }

  private static Delivery delivery(String... identities) {
    return Deliveries.of(Verdict.ACCEPTED, identities);
  }

  @Test
  void tickets_areOneWriteAndThenOneReadAndOneDeletion() {
    FirestoreTicketStore tickets =
        new FirestoreTicketStore(database.calls(counter), SettableClock.standing());
    String value =
        tickets.issue(
            new Ticket(
                Fixtures.PRINCIPAL, Set.of(), Optional.empty(), Fixtures.NOW.plusSeconds(60)));
    assertCost(0, 1);
    reset();
    tickets.redeem(value);
    assertCost(1, 1);
  }

  @Test
  void keys_areOneReadToFindAndOneReadAndOneWriteToPut() {
    FirestoreApiKeyStore keys = new FirestoreApiKeyStore(database.calls(counter));
    keys.put(Fixtures.apiKey("abcDEF012345", Fixtures.OWNER, Fixtures.NOW));
    assertCost(1, 1);
    reset();
    keys.find("abcDEF012345");
    assertCost(1, 0);
  }
}
