package dev.codexgateway.gcp.firestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.JobStore.Append;
import dev.codexgateway.core.job.JobStore.Claim;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.OutputCounts;
import dev.codexgateway.gcp.firestore.Calls.Observer;
import dev.codexgateway.testkit.Concurrently;
import dev.codexgateway.testkit.Fixtures;
import dev.codexgateway.testkit.SettableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers in several processes, of which only the database knows, at the same jobs. */
@Tag("emulator")
final class RaceTest {
  private static final int STORES = 4;
  private static final int JOBS = 12;
  private static final int MAX_ATTEMPTS = 3;

  private final Database database = new Database();
  private final SettableClock clock = SettableClock.standing();
  private final List<FirestoreJobStore> stores =
      IntStream.range(0, STORES).mapToObj(_ -> newStore()).toList();

  /** Every event that any writer was told is in the log. */
  private final Queue<Event> told = new ConcurrentLinkedQueue<>();

  private FirestoreJobStore newStore() {
    return new FirestoreJobStore(
        Database.calls(database.newClient(), _ -> {}, Observer.NONE), clock, Database.RETENTION);
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Test
  void workersOfFourProcesses_atTheSameJobs_breakNoRule() {
    for (int i = 0; i < JOBS; i++) {
      NewJob job = Fixtures.newJob(MAX_ATTEMPTS);
      told.clear();
      stores.getFirst().submit(job);
      long seed = i;
      List<Callable<Boolean>> workers = new ArrayList<>();
      for (int k = 0; k < STORES; k++) {
        int worker = k;
        workers.add(() -> work(stores.get(worker), job.id(), new Random(seed * STORES + worker)));
      }
      workers.add(() -> cancelSometimes(job.id(), new Random(seed)));
      Concurrently.call(workers);
      end(job.id());
      check(job.id());
    }
  }

  /** Takes the job whenever it can, prints, and ends in one of many ways. */
  private boolean work(JobStore store, JobId id, Random random) {
    for (int round = 0; round < 8; round++) {
      if (store.claim(id, Fixtures.LEASE) instanceof Claim.Claimed claimed) {
        attempt(store, claimed, random);
      } else if (random.nextInt(3) == 0) {
        clock.advance(Fixtures.LEASE);
      }
    }
    return true;
  }

  private void attempt(JobStore store, Claim.Claimed claimed, Random random) {
    told.addAll(claimed.events());
    long nextSeq = claimed.job().nextSeq();
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      String text = claimed.lease().attempt() + " " + i;
      switch (store.append(
          claimed.lease(), nextSeq, List.of(Fixtures.stdout(text)), OutputCounts.NONE)) {
        case Append.Appended(Job _, List<Event> events) -> {
          told.addAll(events);
          nextSeq += events.size();
        }
        case Append.Fenced() -> {
          return;
        }
      }
      store.renew(claimed.lease(), Fixtures.LEASE);
    }
    Append end =
        switch (random.nextInt(4)) {
          case 0 -> store.finish(claimed.lease(), nextSeq, List.of(), Fixtures.succeeded());
          case 1 -> store.release(claimed.lease(), nextSeq, List.of(), OutputCounts.NONE, "stops");
          default -> new Append.Fenced();
        };
    if (end instanceof Append.Appended(Job _, List<Event> events)) {
      told.addAll(events);
    }
  }

  private boolean cancelSometimes(JobId id, Random random) {
    if (random.nextInt(3) == 0) {
      stores.getLast().cancel(id);
    }
    return true;
  }

  private void end(JobId id) {
    JobStore store = stores.getFirst();
    store.cancel(id);
    clock.advance(Fixtures.LEASE);
    store.claim(id, Fixtures.LEASE);
  }

  private void check(JobId id) {
    for (JobStore store : stores) {
      Job job = store.find(id).orElseThrow();
      List<Event> log = store.events(id, 1, 1000);
      assertTrue(job.isTerminal());
      assertTrue(job.attempt() <= MAX_ATTEMPTS);
      assertEquals(
          LongStream.range(1, job.nextSeq()).boxed().toList(),
          log.stream().map(Event::seq).toList());
      assertEquals(1, log.stream().filter(event -> event.type() == EventType.RESULT).count());
      assertEquals(EventType.RESULT, log.getLast().type());
      assertEachAttemptStartedOnce(job, log);
      assertTrue(log.containsAll(told));
    }
  }

  private static void assertEachAttemptStartedOnce(Job job, List<Event> log) {
    for (int attempt = 1; attempt <= job.attempt(); attempt++) {
      String start =
          "\"state\":\"%s\",\"attempt\":%d".formatted(JobState.RUNNING.wireName(), attempt);
      assertEquals(
          1,
          log.stream()
              .filter(event -> event.type() == EventType.STATE && event.dataJson().contains(start))
              .count());
    }
  }
}
