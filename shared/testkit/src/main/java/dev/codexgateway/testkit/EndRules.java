package dev.codexgateway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.JobStore.Append;
import dev.codexgateway.core.job.JobStore.Cancellation;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.Outcome;
import dev.codexgateway.core.job.OutputCounts;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every way in which a job ends: once, whole, for good. */
interface EndRules extends JobSteps {
  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "FAILED", "TIMED_OUT", "CANCELLED", "LOST"})
  default void finish_anyOutcome_isFoundAsItWas(JobState state) {
    Lease lease = running();
    Outcome outcome = Fixtures.fullOutcome(state);

    Append.Appended end =
        assertInstanceOf(
            Append.Appended.class, finish(lease, List.of(Fixtures.stdout("last")), outcome));

    Job job = found(lease.jobId());
    assertEquals(end.job(), job);
    assertEquals(state, job.state());
    assertEquals(Optional.of(clock().instant()), job.finishedAt());
    assertEquals(outcome.artifacts(), job.artifacts());
    assertEquals(outcome.output(), job.output());
    assertEquals(Optional.empty(), job.leaseUntil());
    assertEquals(
        List.of(EventType.STDOUT, EventType.STATE, EventType.RESULT),
        end.events().stream().map(Event::type).toList());
    assertEquals(end.events(), store().events(lease.jobId(), 3, ALL));
    assertEndedOnce(lease.jobId());
  }

  @Test
  default void finish_anotherOutcome_isFencedAndTheFirstStays() {
    Lease lease = running();
    finish(lease, List.of(), Fixtures.succeeded());
    Job first = found(lease.jobId());

    assertEquals(
        new Append.Fenced(),
        store().finish(lease, 3, List.of(), Fixtures.fullOutcome(JobState.FAILED)));
    assertEquals(
        new Append.Fenced(), finish(lease, List.of(), Fixtures.fullOutcome(JobState.FAILED)));
    assertEquals(first, found(lease.jobId()));
    assertEndedOnce(lease.jobId());
  }

  @Test
  default void finish_whileOthersAppend_isTheLast() {
    for (int round = 0; round < 30; round++) {
      Lease lease = running();
      List<EventDraft> chunk = List.of(Fixtures.stdout("a"));
      append(lease, chunk, OutputCounts.NONE);
      List<Append> answers =
          Concurrently.call(
              8,
              i ->
                  i == 0
                      ? store()
                          .finish(lease, 4, List.of(Fixtures.stdout("z")), Fixtures.succeeded())
                      : store().append(lease, 3, chunk, OutputCounts.NONE));

      assertInstanceOf(Append.Appended.class, answers.getFirst());
      assertEquals(6, log(lease.jobId()).size());
      assertEndedOnce(lease.jobId());
    }
  }

  @Test
  default void release_attemptsLeft_isQueuedAgain() {
    Lease lease = running(2);

    Append.Appended released =
        assertInstanceOf(
            Append.Appended.class,
            release(
                lease,
                List.of(Fixtures.stdout("last")),
                Fixtures.stdoutBytes(4),
                "the gateway stops"));

    assertEquals(JobState.QUEUED, released.job().state());
    assertEquals(Optional.of("the gateway stops"), released.job().reason());
    assertEquals(released.job(), found(lease.jobId()));
    assertEquals(2, claimed(lease.jobId()).attempt());
    assertLogIsWhole(lease.jobId());
  }

  @Test
  default void release_noAttemptsLeft_endsAsLost() {
    Lease lease = running(1);

    release(lease, List.of(Fixtures.stdout("last")), Fixtures.stdoutBytes(4), "stops");

    assertEquals(JobState.LOST, found(lease.jobId()).state());
    assertEquals(4, found(lease.jobId()).output().stdoutBytes());
    assertEndedOnce(lease.jobId());
  }

  @Test
  default void release_cancelRequested_endsAsCancelled() {
    Lease lease = running(5);
    store().cancel(lease.jobId());

    release(lease, List.of(), OutputCounts.NONE, "stops");

    assertEquals(JobState.CANCELLED, found(lease.jobId()).state());
    assertEndedOnce(lease.jobId());
  }

  @Test
  default void cancel_queued_endsItBeforeItStarted() {
    Job job = submitted(Fixtures.newJob());

    Cancellation.Cancelled cancelled =
        assertInstanceOf(Cancellation.Cancelled.class, store().cancel(job.id()));

    assertEquals(JobState.CANCELLED, cancelled.job().state());
    assertEquals(cancelled.job(), found(job.id()));
    assertEquals(cancelled.events(), store().events(job.id(), 2, ALL));
    assertEndedOnce(job.id());
  }

  @Test
  default void cancel_running_asksAndMayBeRepeated() {
    Lease lease = running();

    Cancellation.Requested first =
        assertInstanceOf(Cancellation.Requested.class, store().cancel(lease.jobId()));

    assertEquals(true, first.job().cancelRequested());
    assertEquals(first.job(), found(lease.jobId()));
    assertEquals(first, store().cancel(lease.jobId()));
    assertEquals(2, log(lease.jobId()).size());
  }

  @Test
  default void cancel_ended_changesNothing() {
    Job job = finished();

    assertEquals(new Cancellation.AlreadyEnded(job), store().cancel(job.id()));
    assertEquals(job, found(job.id()));
  }

  @Test
  default void cancel_unknown_isMissing() {
    assertEquals(new Cancellation.Missing(), store().cancel(JobId.next()));
  }

  @Test
  default void cancel_racesFinish_oneTerminalState() {
    for (int round = 0; round < 50; round++) {
      Lease lease = running();
      Concurrently.<Object>call(
          List.<Callable<Object>>of(
              () -> store().cancel(lease.jobId()),
              () -> store().finish(lease, 3, List.of(), Fixtures.succeeded()),
              () -> store().release(lease, 3, List.of(), OutputCounts.NONE, "stops"),
              () -> store().cancel(lease.jobId())));

      Job job = found(lease.jobId());
      assertEndedOnce(lease.jobId());
      assertEquals(new Cancellation.AlreadyEnded(job), store().cancel(lease.jobId()));
    }
  }

  @Test
  default void cancel_racesClaim_isCancelledOrAsked() {
    for (int round = 0; round < 50; round++) {
      JobId id = submitted(Fixtures.newJob()).id();
      Concurrently.<Object>call(
          List.<Callable<Object>>of(
              () -> store().cancel(id), () -> store().claim(id, Fixtures.LEASE)));

      Job job = found(id);
      assertEquals(job.state() == JobState.RUNNING, job.cancelRequested());
      assertLogIsWhole(id);
    }
  }
}
