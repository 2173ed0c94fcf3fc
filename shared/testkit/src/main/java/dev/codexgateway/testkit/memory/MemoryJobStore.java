package dev.codexgateway.testkit.memory;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.job.AttemptWrite;
import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.Change;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobMachine;
import dev.codexgateway.core.job.JobMachine.WriteDecision;
import dev.codexgateway.core.job.JobQuery;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.Outcome;
import dev.codexgateway.core.job.OutputCounts;
import dev.codexgateway.core.job.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The rules of {@link JobMachine} on maps, one lock around everything. */
public final class MemoryJobStore implements JobStore {
  private static final Duration IDEMPOTENCY_LIFE = Duration.ofHours(24);

  private final InstantSource clock;
  private final NavigableMap<JobId, MemoryJob> jobs = new TreeMap<>();
  private final Map<IdempotencyKey, Earlier> idempotency = new HashMap<>();
  private boolean available = true;

  private record IdempotencyKey(String scope, String key) {}

  private record Earlier(String fingerprint, JobId id, Instant at) {}

  public MemoryJobStore(InstantSource clock) {
    this.clock = clock;
  }

  /** From now on every call is refused, or none. */
  public synchronized void setAvailable(boolean available) {
    this.available = available;
  }

  public synchronized boolean isAvailable() {
    return available;
  }

  @Override
  public Submission submit(NewJob newJob) {
    return exclusively(
        () ->
            repeated(newJob)
                .or(() -> newJob.idempotency().flatMap(this::earlier))
                .orElseGet(() -> created(newJob)));
  }

  /** A caller that did not hear the answer writes the same job again. */
  private Optional<Submission> repeated(NewJob newJob) {
    return entry(newJob.id()).map(entry -> new Submission.Existing(entry.job()));
  }

  private Optional<Submission> earlier(NewJob.Idempotency given) {
    return Optional.ofNullable(idempotency.get(new IdempotencyKey(given.scope(), given.key())))
        .filter(earlier -> earlier.at().plus(IDEMPOTENCY_LIFE).isAfter(clock.instant()))
        .map(
            earlier ->
                earlier.fingerprint().equals(given.fingerprint())
                    ? new Submission.Existing(entry(earlier.id()).orElseThrow().job())
                    : new Submission.Conflict(earlier.id()));
  }

  private Submission created(NewJob newJob) {
    Change change = JobMachine.submit(newJob);
    jobs.put(newJob.id(), new MemoryJob(change));
    newJob
        .idempotency()
        .ifPresent(
            given ->
                idempotency.put(
                    new IdempotencyKey(given.scope(), given.key()),
                    new Earlier(given.fingerprint(), newJob.id(), newJob.createdAt())));
    return new Submission.Created(change.job(), change.events());
  }

  @Override
  public Optional<Job> find(JobId id) {
    return exclusively(() -> entry(id).map(MemoryJob::job));
  }

  @Override
  public Optional<JobView> view(JobId id) {
    return exclusively(() -> entry(id).map(MemoryJob::view));
  }

  @Override
  public List<Job> list(JobQuery query) {
    return exclusively(
        () ->
            query
                .before()
                .map(id -> jobs.headMap(id, false))
                .orElse(jobs)
                .reversed()
                .values()
                .stream()
                .map(MemoryJob::job)
                .filter(job -> matches(query, job))
                .limit(query.limit())
                .toList());
  }

  private static boolean matches(JobQuery query, Job job) {
    return job.owner().equals(query.owner())
        && query.state().filter(state -> state != job.state()).isEmpty()
        && query.label().filter(label -> !carries(job, label)).isEmpty();
  }

  private static boolean carries(Job job, JobQuery.Label label) {
    Map<String, String> labels = job.spec().labels();
    return labels.containsKey(label.name())
        && label.value().filter(value -> !value.equals(labels.get(label.name()))).isEmpty();
  }

  @Override
  public Claim claim(JobId id, Duration lease) {
    return exclusively(
        () -> entry(id).map(entry -> claim(entry, lease)).orElseGet(Claim.Missing::new));
  }

  private Claim claim(MemoryJob entry, Duration lease) {
    Instant now = clock.instant();
    return switch (JobMachine.claim(entry.job(), now, lease)) {
      case JobMachine.ClaimDecision.Start(Change change, Lease held) -> {
        entry.apply(change, now);
        yield new Claim.Claimed(change.job(), held, change.events());
      }
      case JobMachine.ClaimDecision.GiveUp(Change change) -> {
        entry.apply(change, now);
        yield new Claim.Lost(change.job(), change.events());
      }
      case JobMachine.ClaimDecision.Held(Instant until) -> new Claim.Held(until);
      case JobMachine.ClaimDecision.Ended() -> new Claim.Ended(entry.job());
    };
  }

  @Override
  public Renewal renew(Lease held, Duration lease) {
    return exclusively(
        () -> holder(held).map(entry -> renewed(entry, lease)).orElseGet(Renewal.Fenced::new));
  }

  private Renewal renewed(MemoryJob entry, Duration lease) {
    Instant now = clock.instant();
    Job renewed = JobMachine.renew(entry.job(), now, lease);
    entry.apply(new Change(renewed, List.of()), now);
    return new Renewal.Renewed(renewed.cancelRequested());
  }

  @Override
  public Append append(Lease held, long firstSeq, List<EventDraft> events, OutputCounts output) {
    return write(held, firstSeq, new AttemptWrite.Output(events, output));
  }

  @Override
  public Append finish(Lease held, long firstSeq, List<EventDraft> last, Outcome outcome) {
    return write(held, firstSeq, new AttemptWrite.End(last, outcome));
  }

  @Override
  public Append release(
      Lease held, long firstSeq, List<EventDraft> last, OutputCounts output, String reason) {
    return write(held, firstSeq, new AttemptWrite.GiveBack(last, output, reason));
  }

  private Append write(Lease held, long firstSeq, AttemptWrite write) {
    return exclusively(
        () ->
            entry(held.jobId())
                .map(entry -> written(entry, held, firstSeq, write))
                .orElseGet(Append.Fenced::new));
  }

  private Append written(MemoryJob entry, Lease held, long firstSeq, AttemptWrite write) {
    Instant now = clock.instant();
    return switch (JobMachine.write(entry.job(), held, firstSeq, write, now)) {
      case WriteDecision.Write(Change change) -> {
        entry.apply(change, now);
        yield new Append.Appended(change.job(), change.events());
      }
      case WriteDecision.Compare compare ->
          compare.answer(entry.events(compare.from(), compare.wanted().size()));
      case WriteDecision.Fenced() -> new Append.Fenced();
    };
  }

  @Override
  public Cancellation cancel(JobId id) {
    return exclusively(() -> entry(id).map(this::cancelled).orElseGet(Cancellation.Missing::new));
  }

  private Cancellation cancelled(MemoryJob entry) {
    if (entry.job().isTerminal()) {
      return new Cancellation.AlreadyEnded(entry.job());
    }
    Change change = JobMachine.cancel(entry.job(), clock.instant());
    entry.apply(change, clock.instant());
    return change.job().isTerminal()
        ? new Cancellation.Cancelled(change.job(), change.events())
        : new Cancellation.Requested(change.job());
  }

  @Override
  public List<Event> events(JobId id, long from, int limit) {
    return exclusively(() -> entry(id).map(entry -> entry.events(from, limit)).orElse(List.of()));
  }

  @Override
  public List<Bell> due(Instant queuedBefore, int limit) {
    return exclusively(
        () ->
            jobs.values().stream()
                .filter(entry -> entry.isDue(clock.instant(), queuedBefore))
                .map(entry -> Bell.of(entry.job()))
                .limit(limit)
                .toList());
  }

  private Optional<MemoryJob> entry(JobId id) {
    return Optional.ofNullable(jobs.get(id));
  }

  private Optional<MemoryJob> holder(Lease held) {
    return entry(held.jobId()).filter(entry -> JobMachine.holds(entry.job(), held));
  }

  /** One step with whatever else of this memory it touches. */
  synchronized <T> T exclusively(Supplier<T> step) {
    if (!available) {
      throw new StoreUnavailableException("the store is switched off");
    }
    return step.get();
  }
}
