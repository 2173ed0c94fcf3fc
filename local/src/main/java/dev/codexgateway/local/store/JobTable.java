package dev.codexgateway.local.store;

import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.OutputCounts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Rows of {@code jobs} and {@code specs}. */
final class JobTable {
  /** In the order in which {@link #read} takes them. */
  static final String COLUMNS =
      """
      j.no, j.id, j.owner, j.state, j.source, j.max_attempts, j.retry_of, j.created_at,
      j.attempt, j.attempt_from, j.started_at, j.finished_at, j.exit_code, j.signal, j.reason,
      j.stdout_bytes, j.stderr_bytes, j.truncated, j.next_seq, j.artifacts, j.cancel_requested,
      j.lease_until, s.spec
      """;

  private static final String SELECT =
      "SELECT " + COLUMNS + " FROM jobs j JOIN specs s ON s.no = j.no ";
  private static final String BY_ID = SELECT + "WHERE j.id = ?";
  private static final String BY_NO = SELECT + "WHERE j.no = ?";

  private static final String INSERT =
      """
      INSERT INTO jobs (no, id, owner, state, source, max_attempts, retry_of, created_at,
        attempt, attempt_from, stdout_bytes, stderr_bytes, truncated, next_seq,
        cancel_requested, due_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 1, 0, 0, 0, ?, 0, ?)
      ON CONFLICT (id) DO NOTHING
      """;
  private static final String INSERT_SPEC = "INSERT INTO specs (no, spec) VALUES (?, ?)";

  private static final String UPDATE =
      """
      UPDATE jobs SET state = ?, attempt = ?, attempt_from = ?, started_at = ?, finished_at = ?,
        exit_code = ?, signal = ?, reason = ?, stdout_bytes = ?, stderr_bytes = ?, truncated = ?,
        next_seq = ?, artifacts = ?, cancel_requested = ?, lease_until = ?, due_at = ?
      WHERE no = ?
      """;

  /** Names no indexed column, so it touches no index. */
  private static final String UPDATE_PROGRESS =
      """
      UPDATE jobs SET stdout_bytes = ?, stderr_bytes = ?, truncated = ?, next_seq = ?
      WHERE no = ?
      """;

  private static final String UPDATE_LEASE =
      "UPDATE jobs SET lease_until = ?, due_at = ? WHERE no = ?";

  private JobTable() {}

  static Optional<StoredJob> find(Session session, JobId id) throws SQLException {
    return session.first(BY_ID, JobTable::read, id.value());
  }

  static StoredJob get(Session session, long no) throws SQLException {
    return session.first(BY_NO, JobTable::read, no).orElseThrow();
  }

  static long lastNo(Session session) throws SQLException {
    return session.first("SELECT max(no) FROM jobs", row -> row.getLong(1)).orElse(0L);
  }

  /**
   * @return false where the id is there already; nothing is written then
   */
  static boolean insert(Session session, long no, Job job, String spec) throws SQLException {
    boolean isNew =
        session.update(
                INSERT,
                no,
                job.id().value(),
                job.owner(),
                job.state().wireName(),
                job.source(),
                job.maxAttempts(),
                job.retryOf().map(JobId::value).orElse(null),
                Times.toNanos(job.createdAt()),
                job.nextSeq(),
                Times.toNanos(job.createdAt()))
            > 0;
    if (isNew) {
      session.update(INSERT_SPEC, no, spec);
    }
    return isNew;
  }

  /**
   * @param now since when the job is queued, where it is
   */
  static void update(Session session, StoredJob stored, Instant now) throws SQLException {
    Job job = stored.job();
    session.update(
        UPDATE,
        job.state().wireName(),
        job.attempt(),
        stored.attemptFrom(),
        Times.toNanos(job.startedAt()),
        Times.toNanos(job.finishedAt()),
        job.exitCode().isPresent() ? job.exitCode().getAsInt() : null,
        job.signal().orElse(null),
        job.reason().orElse(null),
        job.output().stdoutBytes(),
        job.output().stderrBytes(),
        job.output().truncated() ? 1 : 0,
        job.nextSeq(),
        JsonColumns.writeArtifacts(job.artifacts()),
        job.cancelRequested() ? 1 : 0,
        Times.toNanos(job.leaseUntil()),
        dueAt(job, now),
        stored.no());
  }

  private static @Nullable Long dueAt(Job job, Instant now) {
    return switch (job.state()) {
      case QUEUED -> Times.toNanos(now);
      case RUNNING -> Times.toNanos(job.leaseUntil());
      case SUCCEEDED, FAILED, TIMED_OUT, CANCELLED, LOST -> null;
    };
  }

  static void updateProgress(Session session, StoredJob stored) throws SQLException {
    OutputCounts output = stored.job().output();
    session.update(
        UPDATE_PROGRESS,
        output.stdoutBytes(),
        output.stderrBytes(),
        output.truncated() ? 1 : 0,
        stored.job().nextSeq(),
        stored.no());
  }

  static void updateLease(Session session, StoredJob stored) throws SQLException {
    Long until = Times.toNanos(stored.job().leaseUntil());
    session.update(UPDATE_LEASE, until, until, stored.no());
  }

  static StoredJob read(ResultSet row) throws SQLException {
    Job job =
        new Job(
            new JobId(row.getString(2)),
            row.getString(3),
            JobState.parse(row.getString(4)).orElseThrow(),
            JsonColumns.readSpec(row.getString(23)),
            row.getString(5),
            row.getInt(6),
            Optional.ofNullable(row.getString(7)).map(JobId::new),
            row.getInt(9),
            Times.toInstant(row.getLong(8)),
            time(row, 11),
            time(row, 12),
            integer(row, 13),
            Optional.ofNullable(row.getString(14)),
            Optional.ofNullable(row.getString(15)),
            new OutputCounts(row.getLong(16), row.getLong(17), row.getInt(18) != 0),
            row.getLong(19),
            JsonColumns.readArtifacts(row.getString(20)),
            row.getInt(21) != 0,
            time(row, 22));
    return new StoredJob(row.getLong(1), job, row.getLong(10));
  }

  private static Optional<Instant> time(ResultSet row, int column) throws SQLException {
    long nanos = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Times.toInstant(nanos));
  }

  private static OptionalInt integer(ResultSet row, int column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
