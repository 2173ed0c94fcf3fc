package dev.codexgateway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobStore.Append;
import dev.codexgateway.core.job.JobStore.Renewal;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.OutputCounts;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An attempt that no longer holds the job writes nothing. */
interface FencingRules extends JobSteps {
  @Test
  default void write_byAStaleAttempt_isFencedAndChangesNothing() {
    Lease stale = running(2);
    expireLease();
    claimed(stale.jobId());

    assertFenced(stale);
  }

  @Test
  default void write_afterTheEnd_isFencedAndChangesNothing() {
    Job job = finished();

    assertFenced(new Lease(job.id(), 1));
  }

  @Test
  default void write_afterARelease_isFencedAndChangesNothing() {
    Lease lease = running(2);
    release(lease, List.of(), OutputCounts.NONE, "shutdown");

    assertFenced(lease);
  }

  @Test
  default void write_toAJobThatNeverWas_isFenced() {
    Lease lease = new Lease(JobId.next(), 1);

    assertEquals(new Renewal.Fenced(), store().renew(lease, Fixtures.LEASE));
    assertEquals(
        new Append.Fenced(), append(lease, List.of(Fixtures.stdout("x")), OutputCounts.NONE));
  }

  @Test
  default void write_byAnAttemptThatIsNotYet_isFenced() {
    Lease lease = running(5);

    assertFenced(new Lease(lease.jobId(), 2));
  }

  @Test
  default void append_twoAttemptsAtOnce_onlyTheHolderWrites() {
    for (int round = 0; round < 10; round++) {
      Lease stale = running(2);
      expireLease();
      Lease holder = claimed(stale.jobId());

      List<Append> answers =
          Concurrently.call(
              20,
              i ->
                  append(
                      i % 2 == 0 ? stale : holder,
                      List.of(Fixtures.stdout(i % 2 == 0 ? "stale" : "holder")),
                      OutputCounts.NONE));

      IntStream.range(0, 20)
          .forEach(i -> assertEquals(i % 2 == 0, answers.get(i) instanceof Append.Fenced));
      assertEquals(
          0L, log(stale.jobId()).stream().filter(e -> e.dataJson().contains("stale")).count());
      assertLogIsWhole(stale.jobId());
    }
  }

  private void assertFenced(Lease lease) {
    Job job = found(lease.jobId());
    List<Event> log = log(lease.jobId());
    List<EventDraft> late = List.of(Fixtures.stdout("late"));

    assertEquals(new Append.Fenced(), append(lease, late, OutputCounts.NONE));
    assertEquals(new Renewal.Fenced(), store().renew(lease, Fixtures.LEASE));
    assertEquals(new Append.Fenced(), finish(lease, late, Fixtures.succeeded()));
    assertInstanceOf(Append.Fenced.class, release(lease, late, OutputCounts.NONE, "late"));

    assertEquals(job, found(lease.jobId()));
    assertEquals(log, log(lease.jobId()));
  }
}
