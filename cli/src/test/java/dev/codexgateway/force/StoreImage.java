package dev.codexgateway.force;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a data directory has on disk while no gateway runs on it, read by the tables' documented
 * form and not by the store's own classes, whose mistakes it is to find.
 *
 * @param damages what SQLite itself found: broken pages, broken references
 * @param jobs by id, in the order of their submission
 * @param strayEvents log rows of no job
 */
record StoreImage(
    Path dataDirectory, List<String> damages, Map<String, StoredJob> jobs, long strayEvents) {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int SEQ_BITS = 31;
  private static final long SEQ_MASK = (1L << SEQ_BITS) - 1;
  private static final long NANOS = 1_000_000_000L;

  /**
   * @param log in the order of the rows
   * @param artifacts the manifest's JSON, absent where there is none
   * @param hasSpec whether what the job was asked to do is there
   */
  record StoredJob(
      String id,
      String state,
      int maxAttempts,
      int attempt,
      long attemptFrom,
      boolean isFinished,
      OptionalLong leaseUntil,
      OptionalLong dueAt,
      long stdoutBytes,
      long stderrBytes,
      boolean truncated,
      long nextSeq,
      Optional<String> artifacts,
      boolean hasSpec,
      List<Event> log) {
    boolean isTerminal() {
      return switch (state) {
        case "succeeded", "failed", "timed_out", "cancelled", "lost" -> true;
        default -> false;
      };
    }

    /** The whole log as text: equal exactly if the logs are. */
    String logText() {
      StringBuilder text = new StringBuilder();
      log.forEach(event -> text.append(event.toJson()).append('\n'));
      return text.toString();
    }
  }

  /**
   * @throws AssertionError where the store cannot be opened
   */
  static StoreImage read(Path dataDirectory) {
    Path file = storeIn(dataDirectory);
    // Reading leaves the write-ahead log as the gateway left it.
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
        Statement statement = connection.createStatement()) {
      List<String> damages = damages(statement);
      Map<Long, List<Event>> logs = logs(statement);
      Map<String, StoredJob> jobs = jobs(statement, logs);
      long stray = logs.values().stream().mapToLong(List::size).sum();
      return new StoreImage(dataDirectory, damages, jobs, stray);
    } catch (SQLException e) {
      throw new AssertionError("the store " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Path storeIn(Path dataDirectory) {
    try (Stream<Path> files = Files.list(dataDirectory)) {
      return files
          .filter(StoreImage::isDatabase)
          .findFirst()
          .orElseThrow(() -> new AssertionError("no store in " + dataDirectory));
    } catch (IOException e) {
      throw new AssertionError(dataDirectory + " cannot be read", e);
    }
  }

  private static boolean isDatabase(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    } catch (IOException e) {
      throw new AssertionError(file + " cannot be read", e);
    }
  }

  private static List<String> damages(Statement statement) throws SQLException {
    List<String> damages = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
      while (rows.next()) {
        if (!rows.getString(1).equals("ok")) {
          damages.add("integrity_check: " + rows.getString(1));
        }
      }
    }
    try (ResultSet rows = statement.executeQuery("PRAGMA foreign_key_check")) {
      while (rows.next()) {
        damages.add("foreign_key_check: " + rows.getString(1) + " row " + rows.getString(2));
      }
    }
    return damages;
  }

  private static Map<Long, List<Event>> logs(Statement statement) throws SQLException {
    Map<Long, List<Event>> logs = new HashMap<>();
    try (ResultSet rows = statement.executeQuery("SELECT pos, events FROM log ORDER BY pos")) {
      while (rows.next()) {
        long pos = rows.getLong(1);
        logs.computeIfAbsent(pos >> SEQ_BITS, _ -> new ArrayList<>())
            .addAll(events(pos & SEQ_MASK, rows.getString(2)));
      }
    }
    return logs;
  }

  /** Lines {@code 1763856000123456789 stdout "hello\n"}, numbered from the first on. */
  private static List<Event> events(long firstSeq, String lines) {
    List<Event> events = new ArrayList<>();
    for (String line : lines.split("\n")) {
      String[] parts = line.split(" ", 3);
      long nanos = Long.parseLong(parts[0]);
      events.add(
          new Event(
              firstSeq + events.size(),
              Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS)),
              EventType.parse(parts[1]),
              parts[2]));
    }
    return events;
  }

  /** Takes each job's log out of the map, so that what stays there is of no job. */
  private static Map<String, StoredJob> jobs(Statement statement, Map<Long, List<Event>> logs)
      throws SQLException {
    Map<String, StoredJob> jobs = new LinkedHashMap<>();
    String sql =
        """
        SELECT j.*, s.no IS NOT NULL AS has_spec FROM jobs j LEFT JOIN specs s ON s.no = j.no
        ORDER BY j.no
        """;
    try (ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        List<Event> log = Optional.ofNullable(logs.remove(row.getLong("no"))).orElse(List.of());
        StoredJob job = job(row, log);
        jobs.put(job.id(), job);
      }
    }
    return jobs;
  }

  private static StoredJob job(ResultSet row, List<Event> log) throws SQLException {
    return new StoredJob(
        row.getString("id"),
        row.getString("state"),
        row.getInt("max_attempts"),
        row.getInt("attempt"),
        row.getLong("attempt_from"),
        number(row, "finished_at").isPresent(),
        number(row, "lease_until"),
        number(row, "due_at"),
        row.getLong("stdout_bytes"),
        row.getLong("stderr_bytes"),
        row.getBoolean("truncated"),
        row.getLong("next_seq"),
        Optional.ofNullable(row.getString("artifacts")),
        row.getBoolean("has_spec"),
        log);
  }

  private static OptionalLong number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }
}
