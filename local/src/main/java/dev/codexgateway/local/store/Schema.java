package dev.codexgateway.local.store;

import java.sql.SQLException;
import java.util.List;

/**
 * The tables, step by step. {@code PRAGMA user_version} counts the steps that a file has had; a
 * step that was released is never edited, the next change is a new step.
 */
final class Schema {
  /** Marks the file as ours: "cgw1" in ASCII. */
  private static final int APPLICATION_ID = 0x63677731;

  private static final List<List<String>> STEPS = List.of(firstStep(), inboxStep());

  private Schema() {}

  /** Brings a new or older file to the present form. */
  static void migrate(Session session) throws SQLException {
    for (int step = version(session); step < STEPS.size(); step++) {
      session.run("BEGIN IMMEDIATE");
      for (String statement : STEPS.get(step)) {
        session.run(statement);
      }
      session.run("PRAGMA application_id = " + APPLICATION_ID);
      session.run("PRAGMA user_version = " + (step + 1));
      session.run("COMMIT");
    }
  }

  /**
   * Changes nothing.
   *
   * @throws IllegalStateException where the file is not ours, or of a newer version
   */
  static void refuseForeign(Session session) throws SQLException {
    int version = version(session);
    long tables = number(session, "SELECT count(*) FROM sqlite_master");
    if (tables > 0 && number(session, "PRAGMA application_id") != APPLICATION_ID) {
      throw new IllegalStateException("it is the database of another program");
    }
    if (version > STEPS.size()) {
      throw new IllegalStateException(
          "it was written by a newer gateway (format "
              + version
              + ", this one knows up to "
              + STEPS.size()
              + ")");
    }
  }

  /** A write that changes nothing, to see whether one can be made. */
  static boolean rewriteVersion(Session session) throws SQLException {
    session.run("PRAGMA user_version = " + STEPS.size());
    return true;
  }

  private static int version(Session session) throws SQLException {
    return Math.toIntExact(number(session, "PRAGMA user_version"));
  }

  private static long number(Session session, String sql) throws SQLException {
    return session.first(sql, row -> row.getLong(1)).orElse(0L);
  }

  /**
   * Times are nanoseconds since 1970, so that what is read equals what was written. What a job was
   * asked to do stands apart from its state, for it may be large and the state is rewritten often.
   */
  private static List<String> firstStep() {
    return List.of(
        """
        CREATE TABLE jobs (
          no INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE,
          owner TEXT NOT NULL,
          state TEXT NOT NULL,
          source TEXT NOT NULL,
          max_attempts INTEGER NOT NULL,
          retry_of TEXT,
          created_at INTEGER NOT NULL,
          attempt INTEGER NOT NULL,
          attempt_from INTEGER NOT NULL, -- seq of the attempt's first event
          started_at INTEGER,
          finished_at INTEGER,
          exit_code INTEGER,
          signal TEXT,
          reason TEXT,
          stdout_bytes INTEGER NOT NULL,
          stderr_bytes INTEGER NOT NULL,
          truncated INTEGER NOT NULL,
          next_seq INTEGER NOT NULL,
          artifacts TEXT,
          cancel_requested INTEGER NOT NULL,
          lease_until INTEGER,
          due_at INTEGER -- queued: since when; running: until when; ended: null
        ) STRICT
        """,
        "CREATE INDEX jobs_by_owner ON jobs (owner, state, id)",
        "CREATE INDEX jobs_due ON jobs (state, due_at) WHERE due_at IS NOT NULL",
        """
        CREATE TABLE specs (
          no INTEGER PRIMARY KEY REFERENCES jobs (no),
          spec TEXT NOT NULL
        ) STRICT
        """,
        // One row per write; pos = no << 31 | seq of its first event, so that a job's log is one
        // range of the primary key and needs no index. Each line: time, type, JSON.
        """
        CREATE TABLE log (
          pos INTEGER PRIMARY KEY,
          has_stdout INTEGER NOT NULL,
          has_stderr INTEGER NOT NULL,
          events TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX log_stdout ON log (pos) WHERE has_stdout",
        "CREATE INDEX log_stderr ON log (pos) WHERE has_stderr",
        // label is a JSON array: ["name"] and ["name","value"] each point to the job.
        """
        CREATE TABLE labels (
          owner TEXT NOT NULL,
          label TEXT NOT NULL,
          id TEXT NOT NULL,
          PRIMARY KEY (owner, label, id)
        ) STRICT, WITHOUT ROWID
        """,
        """
        CREATE TABLE idempotency (
          entry INTEGER PRIMARY KEY,
          scope TEXT NOT NULL,
          key TEXT NOT NULL,
          fingerprint TEXT NOT NULL,
          no INTEGER NOT NULL REFERENCES jobs (no),
          expires_at INTEGER NOT NULL,
          UNIQUE (scope, key)
        ) STRICT
        """,
        """
        CREATE TABLE api_keys (
          id TEXT PRIMARY KEY,
          owner TEXT NOT NULL,
          label TEXT NOT NULL,
          scopes TEXT NOT NULL,
          mac TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          expires_at INTEGER,
          revoked_at INTEGER
        ) STRICT, WITHOUT ROWID
        """);
  }

  /**
   * The webhook inbox. Requests stand apart from what lists show of them. An identity outlives its
   * delivery where that was trimmed for its size.
   */
  private static List<String> inboxStep() {
    return List.of(
        """
        CREATE TABLE deliveries (
          no INTEGER PRIMARY KEY,
          id TEXT NOT NULL UNIQUE,
          hook TEXT NOT NULL,
          received_at INTEGER NOT NULL,
          verdict TEXT NOT NULL,
          reason TEXT NOT NULL,
          body_bytes INTEGER NOT NULL,
          jobs TEXT NOT NULL, -- ids, separated by spaces
          size INTEGER NOT NULL -- what it counts in inbox_size
        ) STRICT
        """,
        "CREATE INDEX deliveries_by_hook ON deliveries (hook, verdict, id)",
        "CREATE INDEX deliveries_by_verdict ON deliveries (verdict, id)",
        """
        CREATE TABLE delivery_requests (
          no INTEGER PRIMARY KEY REFERENCES deliveries (no),
          head TEXT NOT NULL,
          body BLOB NOT NULL
        ) STRICT
        """,
        """
        CREATE TABLE delivery_identities (
          entry INTEGER PRIMARY KEY,
          hook TEXT NOT NULL,
          identity TEXT NOT NULL,
          id TEXT NOT NULL,
          jobs TEXT NOT NULL,
          expires_at INTEGER NOT NULL,
          UNIQUE (hook, identity)
        ) STRICT
        """,
        "CREATE TABLE inbox_size (bytes INTEGER NOT NULL) STRICT",
        "INSERT INTO inbox_size (bytes) VALUES (0)");
  }
}
