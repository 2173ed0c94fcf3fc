package dev.codexgateway.relay;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.AttemptWrite;
import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.Change;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobMachine;
import dev.codexgateway.core.job.JobMachine.ClaimDecision;
import dev.codexgateway.core.job.JobMachine.WriteDecision;
import dev.codexgateway.core.job.JobQuery;
import dev.codexgateway.core.job.JobSpec;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.Outcome;
import dev.codexgateway.core.job.OutputCounts;
import dev.codexgateway.core.job.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Jobs in memory, with what a test needs to grow a log, trim it, and look at the reads. */
final class MemoryJobs implements JobStore {
  private final Map<JobId, Job> jobs = new HashMap<>();
  private final Map<JobId, List<Event>> logs = new HashMap<>();
  private int eventReads;
  private int finds;
  private boolean unavailable;

  /** A running job with two events. */
  synchronized JobId running(String owner) {
    JobId id = JobId.next();
    JobSpec spec =
        new JobSpec("echo", List.of(), Optional.empty(), Map.of(), Duration.ofMinutes(5), Map.of());
    Instant now = Instant.now();
    submit(new NewJob(id, owner, spec, "test", 1, Optional.empty(), now, Optional.empty()));
    claim(id, Duration.ofMinutes(10));
    return id;
  }

  synchronized List<Event> print(JobId id, String text) {
    Append append =
        append(
            new Lease(id, 1),
            jobs.get(id).nextSeq(),
            List.of(EventDraft.text(Instant.now(), EventType.STDOUT, text)),
            OutputCounts.NONE);
    return ((Append.Appended) append).events();
  }

  synchronized List<Event> succeed(JobId id) {
    Outcome outcome =
        new Outcome(
            JobState.SUCCEEDED,
            OptionalInt.of(0),
            Optional.empty(),
            Optional.empty(),
            OutputCounts.NONE,
            List.of());
    return ((Append.Appended) finish(new Lease(id, 1), jobs.get(id).nextSeq(), List.of(), outcome))
        .events();
  }

  /** Forgets the log before a number. */
  synchronized void trim(JobId id, long firstKept) {
    log(id).removeIf(event -> event.seq() < firstKept);
  }

  synchronized void unavailable(boolean value) {
    unavailable = value;
  }

  synchronized int eventReads() {
    return eventReads;
  }

  synchronized int finds() {
    return finds;
  }

  synchronized List<Event> log(JobId id) {
    return logs.get(id);
  }

  synchronized List<String> logJson(JobId id) {
    return log(id).stream().map(Event::toJson).toList();
  }

  @Override
  public synchronized Submission submit(NewJob job) {
    logs.put(job.id(), new ArrayList<>());
    Change change = write(JobMachine.submit(job));
    return new Submission.Created(change.job(), change.events());
  }

  @Override
  public synchronized Optional<Job> find(JobId id) {
    checkAvailable();
    finds++;
    return Optional.ofNullable(jobs.get(id));
  }

  @Override
  public Optional<JobView> view(JobId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized List<Job> list(JobQuery query) {
    return jobs.values().stream().sorted(Comparator.comparing(Job::id).reversed()).toList();
  }

  @Override
  public synchronized Claim claim(JobId id, Duration lease) {
    return switch (JobMachine.claim(jobs.get(id), Instant.now(), lease)) {
      case ClaimDecision.Start(Change change, Lease held) -> {
        write(change);
        yield new Claim.Claimed(change.job(), held, change.events());
      }
      case ClaimDecision.GiveUp(Change change) -> {
        write(change);
        yield new Claim.Lost(change.job(), change.events());
      }
      case ClaimDecision.Held(Instant until) -> new Claim.Held(until);
      case ClaimDecision.Ended() -> new Claim.Ended(jobs.get(id));
    };
  }

  @Override
  public Renewal renew(Lease held, Duration lease) {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized Append append(
      Lease held, long firstSeq, List<EventDraft> events, OutputCounts output) {
    return write(held, firstSeq, new AttemptWrite.Output(events, output));
  }

  @Override
  public synchronized Append finish(
      Lease held, long firstSeq, List<EventDraft> last, Outcome outcome) {
    return write(held, firstSeq, new AttemptWrite.End(last, outcome));
  }

  private Append write(Lease held, long firstSeq, AttemptWrite write) {
    Job job = jobs.get(held.jobId());
    return switch (JobMachine.write(job, held, firstSeq, write, Instant.now())) {
      case WriteDecision.Write(Change change) -> {
        write(change);
        yield new Append.Appended(change.job(), change.events());
      }
      case WriteDecision.Compare _, WriteDecision.Fenced _ -> new Append.Fenced();
    };
  }

  @Override
  public Append release(
      Lease held, long firstSeq, List<EventDraft> last, OutputCounts output, String reason) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Cancellation cancel(JobId id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public synchronized List<Event> events(JobId id, long from, int limit) {
    checkAvailable();
    eventReads++;
    List<Event> log = logs.getOrDefault(id, List.of());
    if (log.isEmpty()) {
      return List.of();
    }
    int start = (int) Math.max(0, from - log.getFirst().seq());
    return start >= log.size()
        ? List.of()
        : List.copyOf(log.subList(start, Math.min(log.size(), start + limit)));
  }

  @Override
  public List<Bell> due(Instant queuedBefore, int limit) {
    throw new UnsupportedOperationException();
  }

  private Change write(Change change) {
    jobs.put(change.job().id(), change.job());
    logs.get(change.job().id()).addAll(change.events());
    return change;
  }

  private void checkAvailable() {
    if (unavailable) {
      throw new StoreUnavailableException("switched off by the test");
    }
  }
}
