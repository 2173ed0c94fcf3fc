package dev.codexgateway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.JobStore.Append;
import dev.codexgateway.core.job.JobStore.Claim;
import dev.codexgateway.core.job.JobStore.Submission;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.Outcome;
import dev.codexgateway.core.job.OutputCounts;
import java.util.List;
import java.util.stream.LongStream;

/** Steps of a job's life for contracts: what is expected to go well does, or the test fails. */
interface JobSteps {
  int ALL = 1_000_000;

  JobStore store();

  SettableClock clock();

  default Job submitted(NewJob job) {
    return assertInstanceOf(Submission.Created.class, store().submit(job)).job();
  }

  default Lease claimed(JobId id) {
    return assertInstanceOf(Claim.Claimed.class, store().claim(id, Fixtures.LEASE)).lease();
  }

  /** A running job with as many attempts as given. */
  default Lease running(int maxAttempts) {
    return claimed(submitted(Fixtures.newJob(maxAttempts)).id());
  }

  default Lease running() {
    return running(1);
  }

  default Job finished() {
    Lease lease = running();
    return assertInstanceOf(Append.Appended.class, finish(lease, List.of(), Fixtures.succeeded()))
        .job();
  }

  /** As {@link JobStore#append} by a caller that knows how far the log is. */
  default Append append(Lease lease, List<EventDraft> events, OutputCounts output) {
    return store().append(lease, nextSeq(lease), events, output);
  }

  /** As {@link JobStore#finish} by a caller that knows how far the log is. */
  default Append finish(Lease lease, List<EventDraft> last, Outcome outcome) {
    return store().finish(lease, nextSeq(lease), last, outcome);
  }

  /** As {@link JobStore#release} by a caller that knows how far the log is. */
  default Append release(Lease lease, List<EventDraft> last, OutputCounts output, String reason) {
    return store().release(lease, nextSeq(lease), last, output, reason);
  }

  /** 1 where there is no such job. */
  default long nextSeq(Lease lease) {
    return store().find(lease.jobId()).map(Job::nextSeq).orElse(1L);
  }

  default Job found(JobId id) {
    return store().find(id).orElseThrow();
  }

  default List<Event> log(JobId id) {
    return store().events(id, 1, ALL);
  }

  /** Numbers 1, 2, 3, … without hole or double, and the job knows the next. */
  default void assertLogIsWhole(JobId id) {
    List<Event> log = log(id);
    assertEquals(
        LongStream.rangeClosed(1, log.size()).boxed().toList(),
        log.stream().map(Event::seq).toList());
    assertEquals(log.size() + 1L, found(id).nextSeq());
  }

  /** It ended once: one result, and nothing after it. */
  default void assertEndedOnce(JobId id) {
    assertLogIsWhole(id);
    List<Event> log = log(id);
    assertEquals(1, log.stream().filter(event -> event.type() == EventType.RESULT).count());
    assertEquals(EventType.RESULT, log.getLast().type());
    assertEquals(true, found(id).isTerminal());
  }

  default void expireLease() {
    clock().advance(Fixtures.LEASE);
  }
}
