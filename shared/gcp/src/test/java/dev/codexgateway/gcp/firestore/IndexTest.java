package dev.codexgateway.gcp.firestore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.firestore.v1.StructuredQuery;
import com.google.firestore.v1.StructuredQuery.FieldFilter;
import com.google.firestore.v1.StructuredQuery.Filter;
import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryId;
import dev.codexgateway.core.hook.DeliveryQuery;
import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobQuery;
import dev.codexgateway.core.job.JobQuery.Label;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.JobStore.Claim;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.NewJob.Idempotency;
import dev.codexgateway.core.job.OutputCounts;
import dev.codexgateway.core.key.Ticket;
import dev.codexgateway.gcp.firestore.Calls.Observer;
import dev.codexgateway.testkit.Fixtures;
import dev.codexgateway.testkit.SettableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The index file has what the queries need, and nothing else. The emulator answers every query
 * without indexes; Firestore refuses, and pays for every index that nobody uses.
 */
@Tag("emulator")
final class IndexTest {
  private final Database database = new Database();
  private final SettableClock clock = SettableClock.standing();
  private final Queue<Query> queries = new ConcurrentLinkedQueue<>();
  private final Calls calls =
      database.calls(
          new Observer() {
            @Override
            public void queried(Query query, int documents) {
              queries.add(query);
            }
          });
  private final FirestoreJobStore jobs = new FirestoreJobStore(calls, clock, Database.RETENTION);
  private final FirestoreDeliveryStore deliveries =
      new FirestoreDeliveryStore(calls, clock, Database.RETENTION);
  private final FirestoreApiKeyStore keys = new FirestoreApiKeyStore(calls);
  private final FirestoreTicketStore tickets = new FirestoreTicketStore(calls, clock);

  /** Every operation that asks anything, in every variant, and a document of every kind. */
  @BeforeEach
  void doEverything() {
    useJobs();
    useDeliveries();
    keys.put(Fixtures.apiKey("abcDEF012345", Fixtures.OWNER, Fixtures.NOW));
    keys.list(Fixtures.OWNER);
    tickets.issue(
        new Ticket(Fixtures.PRINCIPAL, Set.of(), Optional.empty(), Fixtures.NOW.plusSeconds(9)));
  }

  private void useJobs() {
    NewJob job = Fixtures.newJob(new Idempotency("s", "k", "f"), Fixtures.NOW);
    jobs.submit(job);
    Lease lease = ((Claim.Claimed) jobs.claim(job.id(), Fixtures.LEASE)).lease();
    String text = "x".repeat(300_000);
    jobs.append(lease, 3, List.of(Fixtures.stdout(text), Fixtures.stderr(text)), OutputCounts.NONE);
    jobs.view(job.id());
    jobs.events(job.id(), 1, 100);
    jobs.due(clock.instant(), 10);
    for (Optional<JobState> state : both(JobState.QUEUED)) {
      for (Optional<Label> label : both(Label.parse("a=b"))) {
        for (Optional<JobId> before : both(job.id())) {
          jobs.list(new JobQuery(Fixtures.OWNER, state, label, before, 10));
        }
      }
    }
  }

  private void useDeliveries() {
    byte[] body = new byte[300_000];
    new Random(1).nextBytes(body);
    Delivery delivery = Deliveries.of(Verdict.ACCEPTED, body, "one");
    deliveries.accept(delivery, List.of());
    for (Optional<String> hook : both(Deliveries.HOOK)) {
      for (Optional<Verdict> verdict : both(Verdict.ACCEPTED)) {
        for (Optional<DeliveryId> before : both(delivery.id())) {
          deliveries.list(new DeliveryQuery(hook, verdict, before, 10));
        }
      }
    }
  }

  private static <T> List<Optional<T>> both(T value) {
    return List.of(Optional.empty(), Optional.of(value));
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Test
  void indexes_areThoseThatTheQueriesNeed() throws Exception {
    Set<String> needed =
        queries.stream().map(IndexTest::neededIndex).collect(Collectors.toCollection(TreeSet::new));

    assertEquals(needed, IndexFile.read().indexes());
  }

  @Test
  void exemptionsAndExpiry_coverEveryCollectionThatIsWritten() throws Exception {
    Set<String> written = new TreeSet<>();
    Set<String> expiring = new TreeSet<>();
    for (CollectionReference collection : database.client().listCollections()) {
      collect(collection, written, expiring);
    }

    assertEquals(
        IndexFile.set(
            "deliveries", "idempotency", "identities", "jobs", "keys", "log", "parts", "tickets"),
        written);
    assertEquals(written, IndexFile.read().exempt());
    assertEquals(expiring, IndexFile.read().expiring());
  }

  private static void collect(
      CollectionReference collection, Set<String> written, Set<String> expiring) throws Exception {
    written.add(collection.getId());
    for (QueryDocumentSnapshot document : collection.get().get().getDocuments()) {
      assertEquals(Documents.VERSION, document.getLong(Documents.VERSION_FIELD));
      if (document.contains(Documents.EXPIRE_AT)) {
        expiring.add(collection.getId());
      }
      for (CollectionReference beneath : beneath(document.getReference())) {
        collect(beneath, written, expiring);
      }
    }
  }

  private static Iterable<CollectionReference> beneath(DocumentReference document) {
    return document.listCollections();
  }

  /**
   * The index that serves a query alone: fields compared for equality first, then arrays, then the
   * order.
   */
  private static String neededIndex(Query query) {
    StructuredQuery asked = query.toProto().getStructuredQuery();
    List<String> fields = new ArrayList<>();
    filters(asked.getWhere())
        .filter(filter -> filter.getOp() == FieldFilter.Operator.EQUAL)
        .forEach(filter -> fields.add(filter.getField().getFieldPath() + " ASCENDING"));
    filters(asked.getWhere())
        .filter(filter -> filter.getOp() == FieldFilter.Operator.ARRAY_CONTAINS)
        .forEach(filter -> fields.add(filter.getField().getFieldPath() + " CONTAINS"));
    asked.getOrderByList().stream()
        .filter(order -> !order.getField().getFieldPath().equals("__name__"))
        .forEach(order -> fields.add(order.getField().getFieldPath() + " " + order.getDirection()));
    return asked.getFrom(0).getCollectionId() + ": " + String.join(", ", fields);
  }

  private static Stream<FieldFilter> filters(Filter filter) {
    return switch (filter.getFilterTypeCase()) {
      case FIELD_FILTER -> Stream.of(filter.getFieldFilter());
      case COMPOSITE_FILTER ->
          filter.getCompositeFilter().getFiltersList().stream().flatMap(IndexTest::filters);
      case UNARY_FILTER, FILTERTYPE_NOT_SET -> Stream.empty();
    };
  }
}
