package dev.codexgateway.local.store;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.job.AttemptWrite;
import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.Change;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobMachine;
import dev.codexgateway.core.job.JobMachine.ClaimDecision;
import dev.codexgateway.core.job.JobMachine.WriteDecision;
import dev.codexgateway.core.job.JobQuery;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.NewJob.Idempotency;
import dev.codexgateway.core.job.Outcome;
import dev.codexgateway.core.job.OutputCounts;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Jobs and their logs in SQLite. Every write is one operation of the database's single writer, so
 * reading the job, asking {@link JobMachine} and storing its answer are one step.
 */
public final class SqliteJobStore implements JobStore {
  private static final String DUE_RUNNING =
      "SELECT id, spec FROM jobs JOIN specs USING (no)"
          + " WHERE state = 'running' AND due_at <= ? ORDER BY due_at LIMIT ?";
  private static final String DUE_QUEUED =
      "SELECT id, spec FROM jobs JOIN specs USING (no)"
          + " WHERE state = 'queued' AND due_at < ? ORDER BY due_at LIMIT ?";
  private static final String EXPIRE_LEASES =
      "UPDATE jobs SET lease_until = ?1, due_at = ?1 WHERE state = 'running' AND due_at > ?1";
  private static final String LABEL = "INSERT INTO labels (owner, label, id) VALUES (?, ?, ?)";
  private static final String NO_BY_ID = "SELECT no FROM jobs WHERE id = ?";

  private final SqliteDatabase database;
  private final InstantSource clock;
  private final LiveJobs live = new LiveJobs();

  /** Touched by the writer's thread only. A rolled-back number stays unused. */
  private long lastNo;

  public SqliteJobStore(SqliteDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.lastNo = database.read(JobTable::lastNo);
    database.onRollback(live::clear);
  }

  /**
   * Ends the leases of a former process, which the lock of the data directory proves gone. Called
   * once, before anyone claims.
   *
   * @return how many there were
   */
  public int expireLeases() {
    return database.write(
        session -> {
          live.clear();
          return session.update(EXPIRE_LEASES, Times.toNanos(clock.instant()));
        });
  }

  @Override
  public Submission submit(NewJob job) {
    PreparedJob prepared = PreparedJob.of(job);
    return database.write(session -> submit(session, prepared));
  }

  /** As {@link #submit(NewJob)}, inside a step that writes more than the job. */
  Submission submit(Session session, PreparedJob prepared) throws SQLException {
    Optional<Submission> before = earlier(session, prepared.job());
    return before.isPresent() ? before.get() : insert(session, prepared);
  }

  private Optional<Submission> earlier(Session session, NewJob job) throws SQLException {
    if (job.idempotency().isEmpty()) {
      return Optional.empty();
    }
    Idempotency key = job.idempotency().get();
    Optional<IdempotencyTable.Entry> entry = IdempotencyTable.find(session, key, clock.instant());
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    Job existing = JobTable.get(session, entry.get().no()).job();
    return Optional.of(
        entry.get().fingerprint().equals(key.fingerprint())
            ? new Submission.Existing(existing)
            : new Submission.Conflict(existing.id()));
  }

  private Submission insert(Session session, PreparedJob prepared) throws SQLException {
    NewJob job = prepared.job();
    Change change = prepared.change();
    long no = ++lastNo;
    if (!JobTable.insert(session, no, change.job(), prepared.spec())) {
      return new Submission.Existing(live.find(session, job.id()).orElseThrow().job());
    }
    LogTable.append(session, no, change.events());
    for (String key : JsonColumns.labelKeys(job.spec().labels())) {
      session.update(LABEL, job.owner(), key, job.id().value());
    }
    if (job.idempotency().isPresent()) {
      IdempotencyTable.put(session, job.idempotency().get(), no, job.createdAt(), clock.instant());
    }
    live.changed(new StoredJob(no, change.job(), 1));
    return new Submission.Created(change.job(), change.events());
  }

  @Override
  public Optional<Job> find(JobId id) {
    return database.read(session -> JobTable.find(session, id)).map(StoredJob::job);
  }

  @Override
  public Optional<JobView> view(JobId id) {
    return database.read(
        session -> {
          // The log only grows and is read up to the job's nextSeq: one picture without a
          // transaction.
          Optional<StoredJob> stored = JobTable.find(session, id);
          return stored.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new JobView(stored.get().job(), TailReader.read(session, stored.get())));
        });
  }

  @Override
  public List<Job> list(JobQuery query) {
    return database.read(session -> JobListing.list(session, query));
  }

  @Override
  public Claim claim(JobId id, Duration lease) {
    return database.write(
        session -> {
          Optional<StoredJob> stored = live.find(session, id);
          return stored.isEmpty() ? new Claim.Missing() : claim(session, stored.get(), lease);
        });
  }

  private Claim claim(Session session, StoredJob stored, Duration lease) throws SQLException {
    Instant now = clock.instant();
    return switch (JobMachine.claim(stored.job(), now, lease)) {
      case ClaimDecision.Start(Change change, Lease held) -> {
        long attemptFrom = stored.job().nextSeq();
        save(session, new StoredJob(stored.no(), change.job(), attemptFrom), change, now);
        yield new Claim.Claimed(change.job(), held, change.events());
      }
      case ClaimDecision.GiveUp(Change change) -> {
        save(session, stored.with(change.job()), change, now);
        yield new Claim.Lost(change.job(), change.events());
      }
      case ClaimDecision.Held(Instant until) -> new Claim.Held(until);
      case ClaimDecision.Ended() -> new Claim.Ended(stored.job());
    };
  }

  @Override
  public Renewal renew(Lease held, Duration lease) {
    return database.write(
        session -> {
          Optional<StoredJob> stored = heldJob(session, held);
          if (stored.isEmpty()) {
            return new Renewal.Fenced();
          }
          Job renewed = JobMachine.renew(stored.get().job(), clock.instant(), lease);
          JobTable.updateLease(session, stored.get().with(renewed));
          live.changed(stored.get().with(renewed));
          return new Renewal.Renewed(renewed.cancelRequested());
        });
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
    return database.writeOnce(
        session -> {
          Optional<StoredJob> stored = live.find(session, held.jobId());
          return stored.isEmpty()
              ? new Append.Fenced()
              : write(session, stored.get(), held, firstSeq, write);
        });
  }

  private Append write(
      Session session, StoredJob stored, Lease held, long firstSeq, AttemptWrite write)
      throws SQLException {
    Instant now = clock.instant();
    return switch (JobMachine.write(stored.job(), held, firstSeq, write, now)) {
      case WriteDecision.Write(Change change) -> {
        if (write instanceof AttemptWrite.Output) {
          saveProgress(session, stored.with(change.job()), change);
        } else {
          save(session, stored.with(change.job()), change, now);
        }
        yield new Append.Appended(change.job(), change.events());
      }
      case WriteDecision.Compare compare ->
          compare.answer(
              LogTable.read(session, stored.no(), compare.from(), compare.wanted().size()));
      case WriteDecision.Fenced() -> new Append.Fenced();
    };
  }

  @Override
  public Cancellation cancel(JobId id) {
    return database.write(
        session -> {
          Optional<StoredJob> stored = live.find(session, id);
          return stored.isEmpty() ? new Cancellation.Missing() : cancel(session, stored.get());
        });
  }

  private Cancellation cancel(Session session, StoredJob stored) throws SQLException {
    if (stored.job().isTerminal()) {
      return new Cancellation.AlreadyEnded(stored.job());
    }
    Instant now = clock.instant();
    Change change = JobMachine.cancel(stored.job(), now);
    save(session, stored.with(change.job()), change, now);
    return change.job().isTerminal()
        ? new Cancellation.Cancelled(change.job(), change.events())
        : new Cancellation.Requested(change.job());
  }

  @Override
  public List<Event> events(JobId id, long from, int limit) {
    return database.read(
        session -> {
          Optional<Long> no = session.first(NO_BY_ID, row -> row.getLong(1), id.value());
          return no.isEmpty()
              ? List.of()
              : LogTable.read(session, no.get(), Math.max(1, from), limit);
        });
  }

  @Override
  public List<Bell> due(Instant queuedBefore, int limit) {
    long now = Times.toNanos(clock.instant());
    return database.read(
        session -> {
          // Expired leases first: a long queue must not hide them.
          List<Bell> due = new ArrayList<>(due(session, DUE_RUNNING, now, limit));
          due.addAll(due(session, DUE_QUEUED, Times.toNanos(queuedBefore), limit - due.size()));
          return due;
        });
  }

  private static List<Bell> due(Session session, String sql, long time, int limit)
      throws SQLException {
    return session.all(
        sql,
        row ->
            new Bell(new JobId(row.getString(1)), JsonColumns.readSpec(row.getString(2)).timeout()),
        time,
        limit);
  }

  private Optional<StoredJob> heldJob(Session session, Lease held) throws SQLException {
    return live.find(session, held.jobId()).filter(job -> JobMachine.holds(job.job(), held));
  }

  /** As {@link #save} where only the log grows. */
  private void saveProgress(Session session, StoredJob stored, Change change) throws SQLException {
    LogTable.append(session, stored.no(), change.events());
    JobTable.updateProgress(session, stored);
    live.changed(stored);
  }

  private void save(Session session, StoredJob stored, Change change, Instant now)
      throws SQLException {
    LogTable.append(session, stored.no(), change.events());
    JobTable.update(session, stored, now);
    live.changed(stored);
  }
}
