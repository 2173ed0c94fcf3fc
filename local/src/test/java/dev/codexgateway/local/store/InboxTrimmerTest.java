package dev.codexgateway.local.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryId;
import dev.codexgateway.core.hook.DeliveryQuery;
import dev.codexgateway.core.hook.DeliveryStore;
import dev.codexgateway.core.hook.DeliveryStore.Acceptance;
import dev.codexgateway.core.hook.DeliverySummary;
import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.local.store.InboxTrimmer.Trimmed;
import dev.codexgateway.testkit.Fixtures;
import dev.codexgateway.testkit.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InboxTrimmerTest {
  private static final Duration AGE = Duration.ofDays(5);
  private static final long MEBIBYTE = 1024L * 1024;
  private static final InboxLimits LIMITS = new InboxLimits(AGE, 16 * MEBIBYTE, 20);

  private final SettableClock clock = SettableClock.standing();
  @TempDir private Path directory;
  private SqliteDatabase database;
  private SqliteJobStore jobs;
  private SqliteDeliveryStore store;
  private InboxTrimmer trimmer;

  @BeforeEach
  void open() {
    database = SqliteDatabase.open(directory.resolve("gateway.db"));
    jobs = new SqliteJobStore(database, clock);
    store = new SqliteDeliveryStore(database, jobs, clock);
    trimmer = new InboxTrimmer(database, clock, LIMITS);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void trim_nothingBeyondTheLimits_takesNothing() {
    accepted("one", 1000);
    clock.advance(AGE.minusMillis(1));

    assertEquals(new Trimmed(0, 0, 0), trimmer.trim());
    assertEquals(1, all().size());
  }

  @Test
  void trim_tooOld_takesDeliveriesAndIdentitiesButNotTheirJobs() {
    NewJob job = Fixtures.newJob();
    store.accept(delivery(Verdict.ACCEPTED, "old", 1000), List.of(job));
    for (int i = 0; i < 250; i++) {
      store.record(delivery(Verdict.UNWANTED, "", 10));
    }
    clock.advance(Duration.ofDays(2));
    DeliveryId young = accepted("young", 1000);
    clock.advance(AGE.minusDays(2));

    assertEquals(new Trimmed(251, 0, 0), trimmer.trim());

    assertEquals(List.of(young), all());
    assertEquals(1, number("SELECT count(*) FROM delivery_requests"));
    assertEquals(1, number("SELECT count(*) FROM delivery_identities"));
    assertEquals(number("SELECT sum(size) FROM deliveries"), totalBytes());
    assertTrue(jobs.find(job.id()).isPresent());
  }

  @Test
  void trim_tooMuch_takesTheOldestAndRemembersThemForDuplicates() {
    NewJob job = Fixtures.newJob();
    DeliveryId first = DeliveryId.next();
    store.accept(delivery(first, Verdict.ACCEPTED, "first", 10), List.of(job));
    List<DeliveryId> big = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      big.addFirst(accepted("big " + i, (int) MEBIBYTE));
    }

    Trimmed trimmed = trimmer.trim();

    assertEquals(new Trimmed(0, 6, 0), trimmed);
    assertEquals(big.subList(0, 15), all());
    assertTrue(totalBytes() <= LIMITS.totalBytes());
    assertEquals(
        new Acceptance.Duplicate(first, List.of(job.id())),
        store.accept(delivery(Verdict.ACCEPTED, "first", 10), List.of()));
    assertEquals(new Trimmed(0, 0, 0), trimmer.trim());
  }

  @Test
  void trim_manyRejected_takesThoseAndLeavesTheOthers() {
    DeliveryId wanted = accepted("one", 10);
    List<DeliveryId> rejected = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      Delivery delivery = delivery(Verdict.REJECTED, "", 10);
      store.record(delivery);
      rejected.addFirst(delivery.id());
    }

    assertEquals(new Trimmed(0, 0, 130), trimmer.trim());

    List<DeliveryId> expected = new ArrayList<>(rejected.subList(0, 20));
    expected.add(wanted);
    assertEquals(expected, all());
  }

  @Test
  void trim_roundAfterRound_theFileStaysNearItsLimit() throws Exception {
    for (int round = 0; round < 6; round++) {
      for (int i = 0; i < 16; i++) {
        accepted("round " + round + ", " + i, (int) MEBIBYTE);
      }
      trimmer.trim();
    }

    long bytes = Files.size(directory.resolve("gateway.db"));
    assertTrue(bytes < 40 * MEBIBYTE, "the file has " + bytes + " bytes");
  }

  @Test
  void trim_whileDeliveriesComeIn_keepsCount() {
    for (int i = 0; i < 30; i++) {
      accepted("before " + i, (int) MEBIBYTE);
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        String identity = "during " + i;
        threads.execute(() -> accepted(identity, 2000));
      }
      trimmer.trim();
    }

    assertEquals(number("SELECT sum(size) FROM deliveries"), totalBytes());
    assertEquals(
        number("SELECT count(*) FROM deliveries"),
        number("SELECT count(*) FROM delivery_requests"));
    assertEquals(200, all().stream().filter(this::isDuring).count());
  }

  private boolean isDuring(DeliveryId id) {
    return store.find(id).orElseThrow().identities().getFirst().startsWith("during");
  }

  private DeliveryId accepted(String identity, int bodyBytes) {
    Delivery delivery = delivery(Verdict.ACCEPTED, identity, bodyBytes);
    assertInstanceOf(Acceptance.Accepted.class, store.accept(delivery, List.of()));
    return delivery.id();
  }

  private Delivery delivery(Verdict verdict, String identity, int bodyBytes) {
    return delivery(DeliveryId.next(), verdict, identity, bodyBytes);
  }

  private Delivery delivery(DeliveryId id, Verdict verdict, String identity, int bodyBytes) {
    HookRequest request =
        new HookRequest("POST", Map.of(), Map.of(), new byte[bodyBytes], Optional.empty());
    return new Delivery(
        id, "github", clock.instant(), request, verdict, "", List.of(identity), List.of());
  }

  /** Newest first. */
  private List<DeliveryId> all() {
    List<DeliveryId> ids = new ArrayList<>();
    Optional<DeliveryId> before = Optional.empty();
    List<DeliverySummary> page;
    do {
      page = store.list(new DeliveryQuery(Optional.empty(), Optional.empty(), before, 100));
      page.forEach(delivery -> ids.add(delivery.id()));
      before = page.isEmpty() ? before : Optional.of(page.getLast().id());
    } while (!page.isEmpty());
    return ids;
  }

  private long totalBytes() {
    return database.read(DeliveryTable::totalBytes);
  }

  private long number(String sql) {
    return database.read(session -> session.first(sql, row -> row.getLong(1)).orElseThrow());
  }

  @Test
  void limits_shorterThanIdentitiesAreRemembered_areRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new InboxLimits(DeliveryStore.REMEMBERED.minusMillis(1), MEBIBYTE));
  }
}
