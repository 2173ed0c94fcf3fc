package dev.codexgateway.gcp.firestore;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Jobs and their logs in Firestore; {@code docs/firestore.md} shows the documents. Nothing is
 * locked: a write is decided by {@link JobMachine} on what was read, or what this process knows,
 * and refused by the database where another came first; then the job is read and it is decided
 * again.
 */
final class FirestoreJobStore implements JobStore {
  private final Calls calls;
  private final Firestore client;
  private final InstantSource clock;
  private final Duration retention;
  private final JobTable jobs;
  private final HeldJobs held = new HeldJobs();
  private final UnansweredClaims unanswered = new UnansweredClaims();

  /**
   * @param clock that the calls teach the server's time
   * @param retention of a job and all that belongs to it, from its creation
   */
  FirestoreJobStore(Calls calls, InstantSource clock, Duration retention) {
    this.calls = calls;
    this.client = calls.client();
    this.clock = clock;
    this.retention = retention;
    this.jobs = new JobTable(client, clock);
  }

  @Override
  public Submission submit(NewJob job) {
    PortCall call = calls.begin("submit");
    PlannedJob planned = new PlannedJob(client, jobs, clock, job, job.createdAt().plus(retention));
    while (planned.settled().isEmpty()) {
      Batch batch = new Batch(client);
      planned.addTo(batch);
      if (call.commit(batch) instanceof PortCall.Commit.Done) {
        return planned.written();
      }
      planned.look(call, call.getAll(planned.documents(), null));
      if (planned.settled().isEmpty()) {
        call.again();
      }
    }
    return planned.settled().get();
  }

  @Override
  public Optional<Job> find(JobId id) {
    return jobs.load(calls.begin("find"), id).map(StoredJob::job);
  }

  @Override
  public Optional<JobView> view(JobId id) {
    PortCall call = calls.begin("view");
    return jobs.loadWithLog(call, id)
        .map(
            found ->
                new JobView(
                    found.stored().job(),
                    new TailReader(call, found.document(), found.stored()).read()));
  }

  @Override
  public List<Job> list(JobQuery query) {
    PortCall call = calls.begin("list");
    return call.run(Queries.jobs(client, query)).stream()
        .flatMap(document -> jobs.live(document).stream())
        .map(document -> JobDocuments.read(call, document).job())
        .toList();
  }

  @Override
  public Claim claim(JobId id, Duration lease) {
    String token = unanswered.take(id).orElseGet(Tokens::next);
    try {
      Claiming.Answer answer =
          new Claiming(calls.begin("claim"), jobs, clock, id, lease, token).run();
      answer.stored().ifPresent(stored -> held.of(id).know(stored));
      return answer.claim();
    } catch (StoreUnavailableException e) {
      unanswered.put(id, token);
      throw e;
    }
  }

  @Override
  public Renewal renew(Lease lease, Duration duration) {
    return byHolder(
        "renew",
        lease,
        (call, entry) -> {
          Optional<StoredJob> stored = known(call, lease.jobId(), entry);
          if (stored.isEmpty() || !JobMachine.holds(stored.get().job(), lease)) {
            return forgotten(entry) ? Optional.empty() : Optional.of(new Renewal.Fenced());
          }
          Job renewed = JobMachine.renew(stored.get().job(), clock.instant(), duration);
          return kept(entry, jobs.saveLease(call, stored.get().with(renewed)))
              .map(saved -> new Renewal.Renewed(saved.job().cancelRequested()));
        });
  }

  @Override
  public Append append(Lease lease, long firstSeq, List<EventDraft> events, OutputCounts output) {
    return write("append", lease, firstSeq, new AttemptWrite.Output(events, output));
  }

  @Override
  public Append finish(Lease lease, long firstSeq, List<EventDraft> last, Outcome outcome) {
    return write("finish", lease, firstSeq, new AttemptWrite.End(last, outcome));
  }

  @Override
  public Append release(
      Lease lease, long firstSeq, List<EventDraft> last, OutputCounts output, String reason) {
    return write("release", lease, firstSeq, new AttemptWrite.GiveBack(last, output, reason));
  }

  private Append write(String what, Lease lease, long firstSeq, AttemptWrite write) {
    return byHolder(
        what,
        lease,
        (call, entry) -> {
          Optional<StoredJob> stored = known(call, lease.jobId(), entry);
          if (stored.isEmpty()) {
            return Optional.of(new Append.Fenced());
          }
          Instant now = clock.instant();
          return switch (JobMachine.write(stored.get().job(), lease, firstSeq, write, now)) {
            case WriteDecision.Write(Change change) ->
                kept(entry, save(call, stored.get(), write, change, now))
                    .map(saved -> new Append.Appended(saved.job(), change.events()));
            case WriteDecision.Compare compare ->
                forgotten(entry) ? Optional.empty() : Optional.of(answer(call, compare));
            case WriteDecision.Fenced() ->
                forgotten(entry) ? Optional.empty() : Optional.of(new Append.Fenced());
          };
        });
  }

  private Optional<StoredJob> save(
      PortCall call, StoredJob stored, AttemptWrite write, Change change, Instant now) {
    StoredJob changed = stored.with(change.job());
    return write instanceof AttemptWrite.Output
        ? jobs.saveOutput(call, changed, change.events())
        : jobs.saveState(call, changed, change.events(), now);
  }

  private Append answer(PortCall call, WriteDecision.Compare compare) {
    return compare.answer(
        jobs.log(call, compare.job().id())
            .map(log -> log.read(compare.from(), compare.wanted().size()))
            .orElse(List.of()));
  }

  /**
   * Tries until there is an answer.
   *
   * @param step empty where somebody else wrote in between, or what was known turned out old
   */
  private <T> T byHolder(
      String what, Lease lease, BiFunction<PortCall, HeldJobs.Held, Optional<T>> step) {
    PortCall call = calls.begin(what);
    HeldJobs.Held entry = held.of(lease.jobId());
    call.lock(entry.lock());
    try {
      while (true) {
        Optional<T> answer = step.apply(call, entry);
        if (answer.isPresent()) {
          return answer.get();
        }
        call.again();
      }
    } catch (RuntimeException e) {
      entry.forget();
      throw e;
    } finally {
      entry.lock().unlock();
    }
  }

  private Optional<StoredJob> known(PortCall call, JobId id, HeldJobs.Held entry) {
    return entry.known().or(() -> jobs.load(call, id));
  }

  /**
   * Before a refusal: what this process knows may be old.
   *
   * @return whether it knew anything, so that it is worth a look
   */
  private static boolean forgotten(HeldJobs.Held entry) {
    boolean wasKnown = entry.known().isPresent();
    entry.forget();
    return wasKnown;
  }

  /** Remembers a written job while its attempt may write more. */
  private static Optional<StoredJob> kept(HeldJobs.Held entry, Optional<StoredJob> saved) {
    entry.forget();
    saved.filter(stored -> stored.job().leaseUntil().isPresent()).ifPresent(entry::know);
    return saved;
  }

  @Override
  public Cancellation cancel(JobId id) {
    PortCall call = calls.begin("cancel");
    while (true) {
      Optional<StoredJob> stored = jobs.load(call, id);
      Optional<Cancellation> answer =
          stored.isEmpty()
              ? Optional.of(new Cancellation.Missing())
              : cancelled(call, stored.get());
      if (answer.isPresent()) {
        return answer.get();
      }
      call.again();
    }
  }

  private Optional<Cancellation> cancelled(PortCall call, StoredJob stored) {
    if (stored.job().isTerminal()) {
      return Optional.of(new Cancellation.AlreadyEnded(stored.job()));
    }
    if (stored.job().cancelRequested()) {
      return Optional.of(new Cancellation.Requested(stored.job()));
    }
    Instant now = clock.instant();
    Change change = JobMachine.cancel(stored.job(), now);
    return jobs.saveState(call, stored.with(change.job()), change.events(), now)
        .map(saved -> cancellation(saved.job(), change.events()));
  }

  private static Cancellation cancellation(Job job, List<Event> events) {
    return job.isTerminal()
        ? new Cancellation.Cancelled(job, events)
        : new Cancellation.Requested(job);
  }

  @Override
  public List<Event> events(JobId id, long from, int limit) {
    return jobs.log(calls.begin("events"), id).map(log -> log.read(from, limit)).orElse(List.of());
  }

  @Override
  public List<Bell> due(Instant queuedBefore, int limit) {
    PortCall call = calls.begin("due");
    // Expired leases first: a long queue must not hide them.
    List<Bell> due = new ArrayList<>(bells(call, Queries.expiredLeases(client, now(call), limit)));
    int left = limit - due.size();
    if (left > 0) {
      due.addAll(bells(call, Queries.queuedBefore(client, queuedBefore, left)));
    }
    return due;
  }

  /** The server's time also where this process has not heard of it yet. */
  private Instant now(PortCall call) {
    if (!calls.hasHeard()) {
      call.get(client.collection(StoreComponent.COLLECTION).document(StoreComponent.DOCUMENT));
    }
    return clock.instant();
  }

  private List<Bell> bells(PortCall call, Query query) {
    return call.run(query).stream().flatMap(this::bell).toList();
  }

  private Stream<Bell> bell(QueryDocumentSnapshot document) {
    return jobs.live(document).map(FirestoreJobStore::bell).stream();
  }

  private static Bell bell(DocumentSnapshot document) {
    return new Bell(
        new JobId(Documents.requiredText(document, JobDocuments.ID)),
        Duration.ofMillis(Documents.number(document, JobDocuments.TIMEOUT_MS)));
  }
}
