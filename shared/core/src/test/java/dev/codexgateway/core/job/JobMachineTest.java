package dev.codexgateway.core.job;

import static dev.codexgateway.core.job.JobState.CANCELLED;
import static dev.codexgateway.core.job.JobState.LOST;
import static dev.codexgateway.core.job.JobState.QUEUED;
import static dev.codexgateway.core.job.JobState.RUNNING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.JobMachine.ClaimDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Every state meets every operation. */
final class JobMachineTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(10);
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Instant EXPIRED = NOW.plus(LEASE);
  private static final OutputCounts COUNTS = new OutputCounts(10, 20, true);
  private static final EventDraft LINE = EventDraft.text(LATER, EventType.STDOUT, "line\n");

  private static final Outcome OUTCOME =
      new Outcome(
          JobState.FAILED,
          OptionalInt.of(3),
          Optional.empty(),
          Optional.of("why"),
          COUNTS,
          List.of(new Artifact("a", 1, "00", "text/plain")));

  // -- submit

  @Test
  void submit_isQueuedWithOneEvent() {
    Change change = JobMachine.submit(newJob(1));

    assertEquals(QUEUED, change.job().state());
    assertEquals(0, change.job().attempt());
    assertEquals(2, change.job().nextSeq());
    assertEquals(Optional.empty(), change.job().leaseUntil());
    assertEquals(
        List.of(new Event(1, NOW, EventType.STATE, "{\"state\":\"queued\",\"attempt\":0}")),
        change.events());
  }

  // -- claim

  @Test
  void claim_queued_startsTheFirstAttempt() {
    Job queued = queued(1);

    ClaimDecision.Start start =
        assertInstanceOf(ClaimDecision.Start.class, JobMachine.claim(queued, LATER, LEASE));

    Job job = start.change().job();
    assertEquals(new Lease(queued.id(), 1), start.lease());
    assertEquals(RUNNING, job.state());
    assertEquals(1, job.attempt());
    assertEquals(Optional.of(LATER), job.startedAt());
    assertEquals(Optional.of(LATER.plus(LEASE)), job.leaseUntil());
    assertEquals(
        List.of(new Event(2, LATER, EventType.STATE, "{\"state\":\"running\",\"attempt\":1}")),
        start.change().events());
  }

  @Test
  void claim_liveLease_isHeldToItsLastInstant() {
    Job running = running(2);

    assertEquals(
        new ClaimDecision.Held(EXPIRED), JobMachine.claim(running, EXPIRED.minusNanos(1), LEASE));
    assertInstanceOf(ClaimDecision.Start.class, JobMachine.claim(running, EXPIRED, LEASE));
  }

  @Test
  void claim_expired_startsTheNextAttemptAfresh() {
    Job first = JobMachine.append(running(2), List.of(LINE), COUNTS).job();

    ClaimDecision.Start start =
        assertInstanceOf(ClaimDecision.Start.class, JobMachine.claim(first, EXPIRED, LEASE));

    Job job = start.change().job();
    assertEquals(2, job.attempt());
    assertEquals(OutputCounts.NONE, job.output());
    assertEquals(Optional.of("lease expired"), job.reason());
    assertEquals(first.nextSeq(), start.change().events().getFirst().seq());
  }

  @Test
  void claim_expiredWithoutAttemptsLeft_isLost() {
    Change change =
        assertInstanceOf(ClaimDecision.GiveUp.class, JobMachine.claim(running(1), EXPIRED, LEASE))
            .change();

    assertEnded(change, LOST);
    assertEquals(Optional.of("lease expired"), change.job().reason());
  }

  @Test
  void claim_expiredAndCancelRequested_isCancelledThoughAttemptsAreLeft() {
    Job cancelling = JobMachine.cancel(running(5), LATER).job();

    Change change =
        assertInstanceOf(ClaimDecision.GiveUp.class, JobMachine.claim(cancelling, EXPIRED, LEASE))
            .change();

    assertEnded(change, CANCELLED);
  }

  @Test
  void claim_givenBack_startsTheNextAttempt() {
    Job back = JobMachine.release(running(2), LATER, List.of(), COUNTS, "stops").job();

    ClaimDecision.Start start =
        assertInstanceOf(ClaimDecision.Start.class, JobMachine.claim(back, LATER, LEASE));

    assertEquals(2, start.change().job().attempt());
    assertEquals(Optional.empty(), start.change().job().reason());
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"QUEUED", "RUNNING"})
  void claim_ended_isEnded(JobState state) {
    assertEquals(new ClaimDecision.Ended(), JobMachine.claim(ended(state), EXPIRED, LEASE));
  }

  // -- what an attempt may do

  @ParameterizedTest
  @EnumSource
  void holds_onlyTheAttemptOfARunningJob(JobState state) {
    Job job = inState(state);

    assertEquals(state == RUNNING, JobMachine.holds(job, new Lease(job.id(), job.attempt())));
    assertFalse(JobMachine.holds(job, new Lease(job.id(), job.attempt() - 1)));
    assertFalse(JobMachine.holds(job, new Lease(job.id(), job.attempt() + 1)));
  }

  @Test
  void renew_countsFromNow() {
    Job renewed = JobMachine.renew(running(1), LATER, LEASE);

    assertEquals(Optional.of(LATER.plus(LEASE)), renewed.leaseUntil());
    assertEquals(running(1).nextSeq(), renewed.nextSeq());
  }

  @Test
  void append_numbersOn() {
    Change change = JobMachine.append(running(1), List.of(LINE, LINE), COUNTS);

    assertEquals(List.of(LINE.numbered(3), LINE.numbered(4)), change.events());
    assertEquals(5, change.job().nextSeq());
    assertEquals(COUNTS, change.job().output());
    assertEquals(RUNNING, change.job().state());
  }

  // -- finish

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"QUEUED", "RUNNING"})
  void finish_running_endsWithTheOutcome(JobState state) {
    Outcome outcome =
        new Outcome(
            state,
            OptionalInt.empty(),
            Optional.of("SIGKILL"),
            Optional.empty(),
            COUNTS,
            OUTCOME.artifacts());

    Change change = JobMachine.finish(running(1), LATER, List.of(LINE), outcome);

    assertEnded(change, state);
    assertEquals(LINE.numbered(3), change.events().getFirst());
    assertEquals(Optional.of("SIGKILL"), change.job().signal());
    assertEquals(COUNTS, change.job().output());
    assertEquals(OUTCOME.artifacts(), change.job().artifacts());
  }

  @Test
  void finish_resultTellsTheFacts() {
    Change change = JobMachine.finish(running(1), LATER, List.of(), OUTCOME);

    assertEquals(
        "{\"state\":\"failed\",\"attempt\":1,\"exit_code\":3,\"reason\":\"why\","
            + "\"stdout_bytes\":10,\"stderr_bytes\":20,\"truncated\":true,\"artifacts\":1}",
        change.events().getLast().dataJson());
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "RUNNING")
  void finish_notRunning_isABug(JobState state) {
    Job job = inState(state);

    assertThrows(
        IllegalStateException.class, () -> JobMachine.finish(job, LATER, List.of(), OUTCOME));
  }

  // -- release

  @Test
  void release_attemptsLeft_isQueuedAgain() {
    Change change = JobMachine.release(running(2), LATER, List.of(LINE), COUNTS, "stops");

    assertEquals(QUEUED, change.job().state());
    assertEquals(1, change.job().attempt());
    assertEquals(Optional.empty(), change.job().leaseUntil());
    assertEquals(
        List.of(
            LINE.numbered(3),
            new Event(
                4,
                LATER,
                EventType.STATE,
                "{\"state\":\"queued\",\"attempt\":1,\"reason\":\"stops\"}")),
        change.events());
  }

  @Test
  void release_noAttemptsLeft_isLostForThatReason() {
    Change change = JobMachine.release(running(1), LATER, List.of(LINE), COUNTS, "stops");

    assertEnded(change, LOST);
    assertEquals(Optional.of("stops"), change.job().reason());
    assertEquals(COUNTS, change.job().output());
  }

  @Test
  void release_cancelRequested_isCancelled() {
    Job cancelling = JobMachine.cancel(running(5), LATER).job();

    assertEnded(JobMachine.release(cancelling, LATER, List.of(), COUNTS, "stops"), CANCELLED);
  }

  // -- cancel

  @Test
  void cancel_queued_endsIt() {
    assertEnded(JobMachine.cancel(queued(1), LATER), CANCELLED);
  }

  @Test
  void cancel_running_onlyAsks() {
    Change change = JobMachine.cancel(running(1), LATER);

    assertEquals(RUNNING, change.job().state());
    assertTrue(change.job().cancelRequested());
    assertEquals(List.of(), change.events());
    assertEquals(change, JobMachine.cancel(change.job(), LATER));
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"QUEUED", "RUNNING"})
  void cancel_ended_isABug(JobState state) {
    Job job = ended(state);

    assertThrows(IllegalArgumentException.class, () -> JobMachine.cancel(job, LATER));
  }

  // -- outcomes

  @ParameterizedTest
  @EnumSource(names = {"QUEUED", "RUNNING"})
  void outcome_notTerminal_isRefused(JobState state) {
    assertThrows(
        IllegalArgumentException.class, () -> Outcome.withoutExit(state, "", OutputCounts.NONE));
  }

  private static void assertEnded(Change change, JobState state) {
    Job job = change.job();
    assertEquals(state, job.state());
    assertTrue(job.finishedAt().isPresent());
    assertEquals(Optional.empty(), job.leaseUntil());
    List<Event> events = change.events();
    assertEquals(EventType.STATE, events.get(events.size() - 2).type());
    assertEquals(EventType.RESULT, events.getLast().type());
    assertEquals(job.nextSeq() - 1, events.getLast().seq());
    assertTrue(events.getLast().dataJson().startsWith("{\"state\":\"" + state.wireName() + "\""));
  }

  private static NewJob newJob(int maxAttempts) {
    return new NewJob(
        new JobId("job_01k9zv3e0f8q2r7w5x1c4n6m9b"),
        "owner",
        new JobSpec(
            "echo", List.of("a"), Optional.empty(), Map.of(), Duration.ofSeconds(300), Map.of()),
        "jsonrpc",
        maxAttempts,
        Optional.empty(),
        NOW,
        Optional.empty());
  }

  private static Job queued(int maxAttempts) {
    return JobMachine.submit(newJob(maxAttempts)).job();
  }

  private static Job running(int maxAttempts) {
    return assertInstanceOf(
            ClaimDecision.Start.class, JobMachine.claim(queued(maxAttempts), NOW, LEASE))
        .change()
        .job();
  }

  private static Job ended(JobState state) {
    Outcome outcome = Outcome.withoutExit(state, "reason", OutputCounts.NONE);
    return JobMachine.finish(running(1), LATER, List.of(), outcome).job();
  }

  private static Job inState(JobState state) {
    return switch (state) {
      case QUEUED -> queued(1);
      case RUNNING -> running(1);
      case SUCCEEDED, FAILED, TIMED_OUT, CANCELLED, LOST -> ended(state);
    };
  }
}
