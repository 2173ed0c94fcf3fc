package dev.codexgateway.core.job;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventDraft;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The truth about jobs and their logs. Every method returns only what is durable, and every write
 * is atomic: the job and the events that tell of the change are written together or not at all.
 * Writes that change a job return the events that they added, for the caller to publish; the store
 * publishes nothing.
 *
 * <p>All methods throw {@link StoreUnavailableException} within about two seconds where the store
 * cannot answer.
 */
public interface JobStore {
  /** Writes the job {@code queued} with its first event, and its idempotency record. */
  Submission submit(NewJob job);

  Optional<Job> find(JobId id);

  /** The job with the end of its output, in one reading. */
  Optional<JobView> view(JobId id);

  /** At most {@link JobQuery#limit} jobs, newest first. */
  List<Job> list(JobQuery query);

  /**
   * Takes a job that is queued, or running with an expired lease and attempts left, to {@code
   * running} with attempt+1 and a lease. Of any number of claimers at once exactly one gets it. An
   * expired job without attempts left ends as {@code lost} here.
   */
  Claim claim(JobId id, Duration lease);

  /** Holds the lease for that long from now; also after it expired, unless another took the job. */
  Renewal renew(Lease held, Duration lease);

  /**
   * Adds to the end of the log, numbered without holes.
   *
   * @param firstSeq the number that the first of the events is to get, as for {@link #finish}
   * @param output counts of the attempt so far
   */
  Append append(Lease held, long firstSeq, List<EventDraft> events, OutputCounts output);

  /**
   * Ends the job: the last output, artifacts, the {@code state} and {@code result} events, outcome
   * and log end in one write.
   *
   * @param firstSeq the number that the first new event is to get: the {@code nextSeq} of the job
   *     as this attempt's claim or last write returned it. By it a write that was applied already,
   *     and whose answer was lost, is known: it is answered as the first time, and not done again.
   * @param last events of the attempt that are not in the log yet
   */
  Append finish(Lease held, long firstSeq, List<EventDraft> last, Outcome outcome);

  /**
   * Gives up a running attempt whose process is known to be gone: back to {@code queued} where
   * attempts are left, else {@code lost}.
   *
   * @param firstSeq as for {@link #finish}
   * @param last events of the attempt that are not in the log yet
   */
  Append release(
      Lease held, long firstSeq, List<EventDraft> last, OutputCounts output, String reason);

  /** Ends a queued job, or asks the running attempt to stop. */
  Cancellation cancel(JobId id);

  /** Events {@code from}, {@code from+1}, … in order, at most {@code limit} of them. */
  List<Event> events(JobId id, long from, int limit);

  /** Jobs that need a bell: queued since before {@code queuedBefore}, or with an expired lease. */
  List<Bell> due(Instant queuedBefore, int limit);

  /**
   * A job and the end of its output.
   *
   * @param tail of the present or last attempt
   */
  record JobView(Job job, OutputTail tail) {}

  /** What became of a submission. */
  sealed interface Submission {
    record Created(Job job, List<Event> events) implements Submission {}

    /** The same idempotency key and params came before: that job. */
    record Existing(Job job) implements Submission {}

    /** The same idempotency key came before with other params. */
    record Conflict(JobId existing) implements Submission {}
  }

  /** What became of a claim. */
  sealed interface Claim {
    record Claimed(Job job, Lease lease, List<Event> events) implements Claim {}

    /** A live lease: somebody is on it. */
    record Held(Instant until) implements Claim {}

    /** It had ended before. */
    record Ended(Job job) implements Claim {}

    /** This claim found the last attempt expired and ended the job as {@code lost}. */
    record Lost(Job job, List<Event> events) implements Claim {}

    record Missing() implements Claim {}
  }

  /** What became of a renewal. */
  sealed interface Renewal {
    record Renewed(boolean cancelRequested) implements Renewal {}

    record Fenced() implements Renewal {}
  }

  /** What became of a write by an attempt. */
  sealed interface Append {
    /**
     * @param job as it is now; other callers may have asked to cancel it
     * @param events of this write, which are in the log
     */
    record Appended(Job job, List<Event> events) implements Append {}

    /**
     * Another attempt holds the job, or it has ended, or the log does not go on at {@code firstSeq}
     * and has something else there: stop, write nothing more.
     */
    record Fenced() implements Append {}
  }

  /** What became of a cancel. */
  sealed interface Cancellation {
    /** It was queued and is cancelled now. */
    record Cancelled(Job job, List<Event> events) implements Cancellation {}

    /** It runs; the worker was asked to stop it. */
    record Requested(Job job) implements Cancellation {}

    /** It had ended before. */
    record AlreadyEnded(Job job) implements Cancellation {}

    record Missing() implements Cancellation {}
  }
}
