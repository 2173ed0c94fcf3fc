package dev.codexgateway.gcp.firestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryQuery;
import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobQuery;
import dev.codexgateway.core.job.JobStore.Append;
import dev.codexgateway.core.job.JobStore.Claim;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.OutputCounts;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.key.Ticket;
import dev.codexgateway.emulators.FirestoreEmulator;
import dev.codexgateway.emulators.junit.SharedEmulators;
import dev.codexgateway.gcp.ServerClock;
import dev.codexgateway.testkit.Concurrently;
import dev.codexgateway.testkit.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A database that does not answer is told within the time, by every operation, and comes back. */
@Tag("emulator")
final class OutageTest {
  private static final byte[] LARGE_BODY = new byte[9 << 20];

  static {
    new Random(1).nextBytes(LARGE_BODY);
  }

  /** The limit of 1.9 s and what a loaded machine may add. */
  private static final Duration LIMIT = Duration.ofMillis(2_400);

  @Test
  void everyCall_databaseStopped_failsInTimeAndWorksAgainAfterwards() {
    try (FirestoreEmulator emulator = SharedEmulators.assumeOrFail(FirestoreEmulator::start);
        Database.Connection connection =
            Database.hasty(SharedEmulators.newProject(), emulator.host())) {
      FirestoreStores stores =
          new FirestoreStores(connection.client(), new ServerClock(), Database.RETENTION);
      assertTrue(stores.warmUp());
      Lease lease = claimed(stores);

      emulator.pause();
      try {
        assertAllFailInTime(stores, lease);
      } finally {
        emulator.resume();
      }

      Concurrently.await("the store is ready", () -> stores.component().isReady());
      assertTrue(stores.jobs().find(lease.jobId()).isPresent());
      assertInstanceOf(
          Append.Appended.class, stores.jobs().finish(lease, 3, List.of(), Fixtures.succeeded()));
    }
  }

  @Test
  void everyCall_databaseGone_failsInTimeAndNamesIt() {
    FirestoreEmulator emulator = SharedEmulators.assumeOrFail(FirestoreEmulator::start);
    String project = SharedEmulators.newProject();
    try (Database.Connection connection = Database.hasty(project, emulator.host())) {
      FirestoreStores stores =
          new FirestoreStores(connection.client(), new ServerClock(), Database.RETENTION);
      assertTrue(stores.warmUp());
      Lease lease = claimed(stores);

      emulator.close();

      assertAllFailInTime(stores, lease);
      String message =
          assertThrows(StoreUnavailableException.class, () -> stores.jobs().find(lease.jobId()))
              .getMessage();
      assertTrue(message.contains(project), message);
    } finally {
      emulator.close();
    }
  }

  private static Lease claimed(FirestoreStores stores) {
    NewJob job = newJob();
    stores.jobs().submit(job);
    return assertInstanceOf(Claim.Claimed.class, stores.jobs().claim(job.id(), Duration.ofHours(1)))
        .lease();
  }

  private static NewJob newJob() {
    return new NewJob(
        JobId.next(),
        Fixtures.OWNER,
        Fixtures.ECHO,
        Fixtures.SOURCE,
        1,
        Optional.empty(),
        Instant.now(),
        Optional.empty());
  }

  /** All at once, since each takes its time. */
  private static void assertAllFailInTime(FirestoreStores stores, Lease lease) {
    List<Callable<Boolean>> checks = new ArrayList<>();
    calls(stores, lease)
        .forEach(
            (name, call) ->
                checks.add(
                    () ->
                        failsInTime(
                            name,
                            () -> assertThrows(StoreUnavailableException.class, call, name))));
    checks.add(() -> failsInTime("ready", () -> assertFalse(stores.component().isReady())));
    Concurrently.call(checks);
  }

  private static boolean failsInTime(String name, Runnable call) {
    long begin = System.nanoTime();
    call.run();
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    assertTrue(took.compareTo(LIMIT) < 0, () -> name + " took " + took);
    return true;
  }

  private static Map<String, Executable> calls(FirestoreStores stores, Lease lease) {
    var jobs = stores.jobs();
    JobId id = lease.jobId();
    JobQuery query =
        new JobQuery(Fixtures.OWNER, Optional.empty(), Optional.empty(), Optional.empty(), 10);
    Ticket ticket =
        new Ticket(Fixtures.PRINCIPAL, Set.of(), Optional.empty(), Instant.now().plusSeconds(60));
    Map<String, Executable> calls = new LinkedHashMap<>();
    calls.put("submit", () -> jobs.submit(newJob()));
    calls.put("find", () -> jobs.find(id));
    calls.put("view", () -> jobs.view(id));
    calls.put("list", () -> jobs.list(query));
    calls.put("claim", () -> jobs.claim(id, Fixtures.LEASE));
    calls.put("renew", () -> jobs.renew(lease, Fixtures.LEASE));
    calls.put(
        "append", () -> jobs.append(lease, 3, List.of(Fixtures.stdout("x")), OutputCounts.NONE));
    calls.put("finish", () -> jobs.finish(lease, 3, List.of(), Fixtures.succeeded()));
    calls.put("cancel", () -> jobs.cancel(id));
    calls.put("events", () -> jobs.events(id, 1, 10));
    calls.put("due", () -> jobs.due(Instant.now(), 10));
    calls.put("find a key", () -> stores.keys().find("abcDEF012345"));
    calls.put("issue a ticket", () -> stores.tickets().issue(ticket));
    calls.put("redeem a ticket", () -> stores.tickets().redeem("value"));
    var deliveries = stores.deliveries();
    Delivery accepted = Deliveries.of(Verdict.ACCEPTED, "one");
    calls.put("accept", () -> deliveries.accept(accepted, List.of(newJob())));
    Delivery large = Deliveries.of(Verdict.ACCEPTED, LARGE_BODY, "one");
    calls.put("accept a large one", () -> deliveries.accept(large, List.of()));
    calls.put("record", () -> deliveries.record(Deliveries.of(Verdict.UNWANTED)));
    calls.put("find a delivery", () -> deliveries.find(accepted.id()));
    DeliveryQuery page =
        new DeliveryQuery(Optional.empty(), Optional.empty(), Optional.empty(), 10);
    calls.put("list deliveries", () -> deliveries.list(page));
    return calls;
  }

  @Test
  void isReady_databaseAnswers_isTrue() {
    try (Database database = new Database()) {
      FirestoreStores stores =
          new FirestoreStores(database.client(), new ServerClock(), Database.RETENTION);
      assertTrue(stores.warmUp());
      assertTrue(stores.component().isReady());
      assertEquals("store", stores.component().name());
    }
  }
}
