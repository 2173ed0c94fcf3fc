package dev.codexgateway.gcp.firestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryQuery;
import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.core.job.JobQuery;
import dev.codexgateway.core.job.JobStore.Claim;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.NewJob.Idempotency;
import dev.codexgateway.core.job.OutputCounts;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.key.ApiKey;
import dev.codexgateway.core.key.Ticket;
import dev.codexgateway.testkit.Fixtures;
import dev.codexgateway.testkit.SettableClock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a newer gateway wrote is neither misread nor overwritten. */
@Tag("emulator")
final class NewerVersionTest {
  private final Database database = new Database();
  private final SettableClock clock = SettableClock.standing();
  private final FirestoreJobStore jobs =
      new FirestoreJobStore(database.calls(), clock, Database.RETENTION);

  private final FirestoreDeliveryStore deliveries =
      new FirestoreDeliveryStore(database.calls(), clock, Database.RETENTION);

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Test
  void job_everyOperation_namesTheDocumentAndChangesNothing() throws Exception {
    NewJob job = Fixtures.newJob(2);
    jobs.submit(job);
    Lease lease =
        assertInstanceOf(Claim.Claimed.class, jobs.claim(job.id(), Fixtures.LEASE)).lease();
    JobQuery query =
        new JobQuery(Fixtures.OWNER, Optional.empty(), Optional.empty(), Optional.empty(), 10);

    assertRefused(
        JobDocuments.document(database.client(), job.id()),
        () -> jobs.find(job.id()),
        () -> jobs.view(job.id()),
        () -> jobs.list(query),
        () -> jobs.claim(job.id(), Fixtures.LEASE),
        () -> jobs.renew(lease, Fixtures.LEASE),
        () -> jobs.append(lease, 3, List.of(Fixtures.stdout("x")), OutputCounts.NONE),
        () -> jobs.finish(lease, 3, List.of(), Fixtures.succeeded()),
        () -> jobs.release(lease, 3, List.of(), OutputCounts.NONE, "stops"),
        () -> jobs.cancel(job.id()),
        () -> jobs.events(job.id(), 1, 10),
        () -> jobs.submit(job));
  }

  @Test
  void chunk_isRefused() throws Exception {
    NewJob job = Fixtures.newJob();
    jobs.submit(job);
    Lease lease =
        assertInstanceOf(Claim.Claimed.class, jobs.claim(job.id(), Fixtures.LEASE)).lease();
    jobs.append(lease, 3, List.of(Fixtures.stdout("x".repeat(300_000))), OutputCounts.NONE);
    DocumentReference chunk =
        JobDocuments.document(database.client(), job.id())
            .collection(JobDocuments.LOG)
            .document("000000000003-000");

    assertRefused(chunk, () -> jobs.events(job.id(), 1, 10), () -> jobs.view(job.id()));
  }

  @Test
  void idempotencyKey_isRefused() throws Exception {
    Idempotency key = new Idempotency("scope", "key", "f");
    jobs.submit(Fixtures.newJob(key, Fixtures.NOW));

    assertRefused(
        Idempotencies.document(database.client(), key),
        () -> jobs.submit(Fixtures.newJob(key, Fixtures.NOW)));
  }

  @Test
  void key_everyOperation_isRefused() throws Exception {
    FirestoreApiKeyStore keys = new FirestoreApiKeyStore(database.calls());
    ApiKey key = Fixtures.apiKey("abcDEF012345", Fixtures.OWNER, Fixtures.NOW);
    keys.put(key);

    assertRefused(
        database.client().collection(FirestoreApiKeyStore.COLLECTION).document(key.id()),
        () -> keys.find(key.id()),
        () -> keys.list(Fixtures.OWNER),
        () -> keys.revoke(key.id(), Fixtures.NOW),
        () -> {
          keys.put(key);
          return key;
        });
  }

  @Test
  void ticket_isRefusedAndKept() throws Exception {
    FirestoreTicketStore tickets = new FirestoreTicketStore(database.calls(), clock);
    String value =
        tickets.issue(
            new Ticket(
                Fixtures.PRINCIPAL, Set.of(), Optional.empty(), Fixtures.NOW.plusSeconds(60)));

    assertRefused(
        database
            .client()
            .collection(FirestoreTicketStore.COLLECTION)
            .document(Documents.hash(value)),
        () -> tickets.redeem(value));
  }

  @Test
  void delivery_everyOperation_isRefused() throws Exception {
    Delivery delivery = Deliveries.of(Verdict.ACCEPTED, "one");
    deliveries.accept(delivery, List.of());
    DeliveryQuery page =
        new DeliveryQuery(Optional.empty(), Optional.empty(), Optional.empty(), 10);

    assertRefused(
        DeliveryDocuments.document(database.client(), delivery.id()),
        () -> deliveries.find(delivery.id()),
        () -> deliveries.list(page),
        () -> deliveries.accept(delivery, List.of()));
  }

  @Test
  void identity_isRefused() throws Exception {
    Delivery delivery = Deliveries.of(Verdict.ACCEPTED, "one");
    deliveries.accept(delivery, List.of());

    assertRefused(
        Identities.documents(database.client(), delivery).getFirst(),
        () -> deliveries.accept(Deliveries.of(Verdict.ACCEPTED, "one"), List.of()));
  }

  private static void assertRefused(DocumentReference document, Supplier<?>... operations)
      throws Exception {
    document.update(Documents.VERSION_FIELD, Documents.VERSION + 1).get();
    DocumentSnapshot before = document.get().get();

    Stream.of(operations)
        .forEach(
            operation -> {
              String message =
                  assertThrows(StoreUnavailableException.class, operation::get).getMessage();
              assertTrue(message.contains(document.getPath()), message);
              assertTrue(message.contains("newer"), message);
            });

    assertEquals(before.getData(), document.get().get().getData());
    assertEquals(before.getUpdateTime(), document.get().get().getUpdateTime());
  }
}
