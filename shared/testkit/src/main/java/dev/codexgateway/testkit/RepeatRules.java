package dev.codexgateway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.JobStore.Append;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.OutputCounts;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A write whose answer was lost is made again: it is known, answered alike, and not done twice. */
interface RepeatRules extends JobSteps {
  List<EventDraft> CHUNK = List.of(Fixtures.stdout("one"), Fixtures.stderr("two"));

  @Test
  default void append_repeated_isAnsweredAlikeAndWrittenOnce() {
    Lease lease = running();

    assertRepeatable(lease, () -> store().append(lease, 3, CHUNK, Fixtures.stdoutBytes(3)));

    assertEquals(4, log(lease.jobId()).size());
  }

  @Test
  default void append_repeatedAfterTheNext_isKnown() {
    Lease lease = running();
    Append first = store().append(lease, 3, CHUNK, OutputCounts.NONE);
    store().append(lease, 5, List.of(Fixtures.stdout("three")), OutputCounts.NONE);

    Append again = store().append(lease, 3, CHUNK, OutputCounts.NONE);

    assertEquals(events(first), events(again));
    assertEquals(5, log(lease.jobId()).size());
  }

  @Test
  default void append_otherEventsAtThatNumber_isFenced() {
    Lease lease = running();
    append(lease, CHUNK, OutputCounts.NONE);
    List<Event> log = log(lease.jobId());

    for (List<EventDraft> other :
        List.of(
            List.of(Fixtures.stdout("one"), Fixtures.stdout("two")),
            List.of(Fixtures.stdout("one"), Fixtures.stderr("2")),
            List.of(Fixtures.stdout("one"), Fixtures.stderr("two"), Fixtures.stderr("three")))) {
      assertEquals(new Append.Fenced(), store().append(lease, 3, other, OutputCounts.NONE));
    }
    assertEquals(log, log(lease.jobId()));
  }

  @Test
  default void write_beyondTheEndOfTheLog_isFenced() {
    Lease lease = running(2);

    assertEquals(new Append.Fenced(), store().append(lease, 4, CHUNK, OutputCounts.NONE));
    assertEquals(new Append.Fenced(), store().finish(lease, 4, CHUNK, Fixtures.succeeded()));
    assertEquals(new Append.Fenced(), store().release(lease, 4, CHUNK, OutputCounts.NONE, "stop"));

    assertEquals(2, log(lease.jobId()).size());
    assertEquals(JobState.RUNNING, found(lease.jobId()).state());
  }

  @Test
  default void append_twentyTimesAtOnce_isWrittenOnce() {
    for (int round = 0; round < 10; round++) {
      Lease lease = running();

      List<Append> answers =
          Concurrently.call(20, _ -> store().append(lease, 3, CHUNK, OutputCounts.NONE));

      assertEquals(1, answers.stream().map(RepeatRules::events).distinct().count());
      assertEquals(4, log(lease.jobId()).size());
      assertLogIsWhole(lease.jobId());
    }
  }

  @Test
  default void append_repeatedByAStaleAttempt_isFenced() {
    Lease stale = running(2);
    append(stale, CHUNK, OutputCounts.NONE);
    expireLease();
    claimed(stale.jobId());

    assertEquals(new Append.Fenced(), store().append(stale, 3, CHUNK, OutputCounts.NONE));
  }

  @Test
  default void append_repeatedAfterTheEnd_isFenced() {
    Lease lease = running();
    append(lease, CHUNK, OutputCounts.NONE);
    finish(lease, List.of(), Fixtures.succeeded());

    assertEquals(new Append.Fenced(), store().append(lease, 3, CHUNK, OutputCounts.NONE));
    assertEndedOnce(lease.jobId());
  }

  @Test
  default void finish_repeated_isAnsweredAlikeAndEndsOnce() {
    Lease lease = running();

    assertRepeatable(
        lease, () -> store().finish(lease, 3, CHUNK, Fixtures.fullOutcome(JobState.FAILED)));

    assertEndedOnce(lease.jobId());
  }

  @Test
  default void finish_twentyTimesAtOnce_endsOnce() {
    for (int round = 0; round < 10; round++) {
      Lease lease = running();

      Set<List<Event>> answers =
          Concurrently.call(20, _ -> store().finish(lease, 3, CHUNK, Fixtures.succeeded())).stream()
              .map(RepeatRules::events)
              .collect(Collectors.toSet());

      assertEquals(Set.of(log(lease.jobId()).subList(2, 6)), answers);
      assertEndedOnce(lease.jobId());
    }
  }

  @Test
  default void finish_afterAnotherEndedIt_isFenced() {
    Lease lease = running();
    expireLease();
    store().claim(lease.jobId(), Fixtures.LEASE);
    assertEquals(JobState.LOST, found(lease.jobId()).state());

    assertEquals(new Append.Fenced(), store().finish(lease, 3, List.of(), Fixtures.succeeded()));
  }

  @Test
  default void release_repeated_isAnsweredAlikeAndDoneOnce() {
    Lease lease = running(2);

    assertRepeatable(
        lease, () -> store().release(lease, 3, CHUNK, Fixtures.stdoutBytes(3), "stops"));

    assertEquals(JobState.QUEUED, found(lease.jobId()).state());
    assertEquals(5, log(lease.jobId()).size());
  }

  @Test
  default void release_repeatedWithoutAttemptsLeft_endsOnce() {
    Lease lease = running(1);

    assertRepeatable(lease, () -> store().release(lease, 3, CHUNK, OutputCounts.NONE, "stops"));

    assertEndedOnce(lease.jobId());
  }

  @Test
  default void release_repeatedAfterTheNextClaim_changesNothing() {
    Lease lease = running(2);
    store().release(lease, 3, CHUNK, OutputCounts.NONE, "stops");
    Lease next = claimed(lease.jobId());
    List<Event> log = log(lease.jobId());

    store().release(lease, 3, CHUNK, OutputCounts.NONE, "stops");

    assertEquals(log, log(lease.jobId()));
    assertEquals(JobState.RUNNING, found(lease.jobId()).state());
    assertInstanceOf(Append.Appended.class, append(next, CHUNK, OutputCounts.NONE));
  }

  /** The repetition comes later, as it does in life. */
  private void assertRepeatable(Lease lease, Supplier<Append> write) {
    Append first = write.get();
    var job = found(lease.jobId());
    List<Event> log = log(lease.jobId());
    clock().advance(Duration.ofSeconds(2));

    Append again = write.get();

    assertEquals(first, again);
    assertEquals(job, found(lease.jobId()));
    assertEquals(log, log(lease.jobId()));
  }

  private static List<Event> events(Append append) {
    return assertInstanceOf(Append.Appended.class, append).events();
  }
}
