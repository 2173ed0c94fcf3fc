package dev.codexgateway.core.job;

import com.google.gson.JsonObject;
import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Decides what each write does to a job, without doing it. Every adapter of {@link JobStore} reads
 * the job, asks here, and writes the answer in the same atomic step, so the rules stand once.
 *
 * <pre>
 *            submit            claim              finish
 *   (none) ---------> queued ---------> running ---------> succeeded | failed | timed_out | cancelled
 *                       |  ^               |  |
 *                cancel |  '--- release ---'  | release, claim after the lease expired,
 *                       v   (attempts left)   v and no attempts left
 *                   cancelled                lost
 * </pre>
 */
public final class JobMachine {
  private JobMachine() {}

  public static Change submit(NewJob job) {
    Job queued =
        new Job(
            job.id(),
            job.owner(),
            JobState.QUEUED,
            job.spec(),
            job.source(),
            job.maxAttempts(),
            job.retryOf(),
            0,
            job.createdAt(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            OutputCounts.NONE,
            1,
            List.of(),
            false,
            Optional.empty());
    return withEvents(queued, List.of(stateEvent(queued, job.createdAt())));
  }

  /** What a claim may do. */
  public sealed interface ClaimDecision {
    record Start(Change change, Lease lease) implements ClaimDecision {}

    record GiveUp(Change change) implements ClaimDecision {}

    record Held(Instant until) implements ClaimDecision {}

    record Ended() implements ClaimDecision {}
  }

  public static ClaimDecision claim(Job job, Instant now, Duration lease) {
    if (job.isTerminal()) {
      return new ClaimDecision.Ended();
    }
    if (holdsLiveLease(job, now)) {
      return new ClaimDecision.Held(job.leaseUntil().orElseThrow());
    }
    if (job.state() == JobState.RUNNING && job.cancelRequested()) {
      return new ClaimDecision.GiveUp(
          ended(
              job,
              now,
              List.of(),
              Outcome.withoutExit(JobState.CANCELLED, "cancelled", job.output())));
    }
    if (job.attempt() >= job.maxAttempts()) {
      return new ClaimDecision.GiveUp(
          ended(
              job,
              now,
              List.of(),
              Outcome.withoutExit(JobState.LOST, "lease expired", job.output())));
    }
    return start(job, now, lease);
  }

  private static ClaimDecision start(Job job, Instant now, Duration lease) {
    boolean again = job.state() == JobState.RUNNING;
    Job running =
        copy(job)
            .state(JobState.RUNNING)
            .attempt(job.attempt() + 1)
            .startedAt(Optional.of(now))
            .reason(again ? Optional.of("lease expired") : Optional.empty())
            .output(OutputCounts.NONE)
            .leaseUntil(Optional.of(now.plus(lease)))
            .build();
    Change change = withEvents(running, List.of(stateEvent(running, now)));
    return new ClaimDecision.Start(change, new Lease(job.id(), running.attempt()));
  }

  /** Whether the attempt may still write. */
  public static boolean holds(Job job, Lease lease) {
    return job.state() == JobState.RUNNING && job.attempt() == lease.attempt();
  }

  public static Job renew(Job job, Instant now, Duration lease) {
    return copy(job).leaseUntil(Optional.of(now.plus(lease))).build();
  }

  /** What an attempt's write may do. */
  public sealed interface WriteDecision {
    record Write(Change change) implements WriteDecision {}

    /**
     * The log goes on from that number already. Where the events there are those that the write
     * would have added, it was applied before; the adapter reads them and asks {@link #answer}.
     */
    record Compare(Job job, List<Event> wanted) implements WriteDecision {
      public long from() {
        return wanted.isEmpty() ? job.nextSeq() : wanted.getFirst().seq();
      }

      /**
       * @param stored as many events of the log from {@link #from} on as were wanted
       */
      public JobStore.Append answer(List<Event> stored) {
        return isSame(wanted, stored)
            ? new JobStore.Append.Appended(job, stored)
            : new JobStore.Append.Fenced();
      }
    }

    record Fenced() implements WriteDecision {}
  }

  /**
   * @param firstSeq the number that the caller expects its first event to get
   */
  public static WriteDecision write(
      Job job, Lease held, long firstSeq, AttemptWrite write, Instant now) {
    boolean holds = holds(job, held);
    if (holds && job.nextSeq() == firstSeq) {
      return new WriteDecision.Write(change(job, now, write));
    }
    boolean mayBeApplied = holds || !(write instanceof AttemptWrite.Output);
    return mayBeApplied && firstSeq < job.nextSeq()
        ? new WriteDecision.Compare(job, change(asBefore(job, held, firstSeq), now, write).events())
        : new WriteDecision.Fenced();
  }

  private static Change change(Job job, Instant now, AttemptWrite write) {
    return switch (write) {
      case AttemptWrite.Output(List<EventDraft> events, OutputCounts counts) ->
          append(job, events, counts);
      case AttemptWrite.End(List<EventDraft> events, Outcome outcome) ->
          finish(job, now, events, outcome);
      case AttemptWrite.GiveBack(List<EventDraft> events, OutputCounts counts, String reason) ->
          release(job, now, events, counts, reason);
    };
  }

  /** The job as it was when the attempt wrote, as far as that write's events depend on it. */
  private static Job asBefore(Job job, Lease held, long firstSeq) {
    return copy(job).state(JobState.RUNNING).attempt(held.attempt()).nextSeq(firstSeq).build();
  }

  /** But for the times: a repeated write decides later than the first try did. */
  private static boolean isSame(List<Event> wanted, List<Event> stored) {
    if (wanted.size() != stored.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      Event one = wanted.get(i);
      Event other = stored.get(i);
      if (one.type() != other.type() || !one.dataJson().equals(other.dataJson())) {
        return false;
      }
    }
    return true;
  }

  static Change append(Job job, List<EventDraft> events, OutputCounts output) {
    return withEvents(copy(job).output(output).build(), events);
  }

  static Change finish(Job job, Instant now, List<EventDraft> last, Outcome outcome) {
    return ended(job, now, last, outcome);
  }

  static Change release(
      Job job, Instant now, List<EventDraft> last, OutputCounts output, String reason) {
    if (job.cancelRequested()) {
      return ended(job, now, last, Outcome.withoutExit(JobState.CANCELLED, "cancelled", output));
    }
    if (job.attempt() >= job.maxAttempts()) {
      return ended(job, now, last, Outcome.withoutExit(JobState.LOST, reason, output));
    }
    Job queued =
        copy(job)
            .state(JobState.QUEUED)
            .reason(Optional.of(reason))
            .output(output)
            .leaseUntil(Optional.empty())
            .build();
    return withEvents(queued, plus(last, stateEvent(queued, now)));
  }

  /**
   * @param job queued or running
   */
  public static Change cancel(Job job, Instant now) {
    return switch (job.state()) {
      case QUEUED ->
          ended(
              job,
              now,
              List.of(),
              Outcome.withoutExit(JobState.CANCELLED, "cancelled before it started", job.output()));
      case RUNNING -> new Change(copy(job).cancelRequested(true).build(), List.of());
      case SUCCEEDED, FAILED, TIMED_OUT, CANCELLED, LOST ->
          throw new IllegalArgumentException("ended: " + job.id());
    };
  }

  private static boolean holdsLiveLease(Job job, Instant now) {
    return job.state() == JobState.RUNNING
        && job.leaseUntil().filter(until -> until.isAfter(now)).isPresent();
  }

  private static Change ended(Job job, Instant now, List<EventDraft> last, Outcome outcome) {
    if (!job.state().canBecome(outcome.state())) {
      throw new IllegalStateException(job.state() + " cannot become " + outcome.state());
    }
    Job done =
        copy(job)
            .state(outcome.state())
            .finishedAt(Optional.of(now))
            .exitCode(outcome.exitCode())
            .signal(outcome.signal())
            .reason(outcome.reason())
            .output(outcome.output())
            .artifacts(outcome.artifacts())
            .leaseUntil(Optional.empty())
            .build();
    return withEvents(
        done,
        plus(
            plus(last, stateEvent(done, now)),
            new EventDraft(now, EventType.RESULT, result(done))));
  }

  private static EventDraft stateEvent(Job job, Instant at) {
    JsonObject data = new JsonObject();
    data.addProperty("state", job.state().wireName());
    data.addProperty("attempt", job.attempt());
    Json.addIfPresent(data, "reason", job.reason());
    return new EventDraft(at, EventType.STATE, Json.write(data));
  }

  private static String result(Job job) {
    JsonObject data = new JsonObject();
    data.addProperty("state", job.state().wireName());
    data.addProperty("attempt", job.attempt());
    job.exitCode().ifPresent(code -> data.addProperty("exit_code", code));
    Json.addIfPresent(data, "signal", job.signal());
    Json.addIfPresent(data, "reason", job.reason());
    data.addProperty("stdout_bytes", job.output().stdoutBytes());
    data.addProperty("stderr_bytes", job.output().stderrBytes());
    data.addProperty("truncated", job.output().truncated());
    data.addProperty("artifacts", job.artifacts().size());
    return Json.write(data);
  }

  private static Change withEvents(Job job, List<EventDraft> drafts) {
    List<Event> events = new ArrayList<>(drafts.size());
    long seq = job.nextSeq();
    for (EventDraft draft : drafts) {
      events.add(draft.numbered(seq++));
    }
    return new Change(copy(job).nextSeq(seq).build(), events);
  }

  private static List<EventDraft> plus(List<EventDraft> events, EventDraft last) {
    List<EventDraft> all = new ArrayList<>(events);
    all.add(last);
    return all;
  }

  private static JobCopy copy(Job job) {
    return new JobCopy(job);
  }
}
