package dev.codexgateway.local.store;

import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryId;
import dev.codexgateway.core.hook.DeliveryQuery;
import dev.codexgateway.core.hook.DeliverySummary;
import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.core.job.JobId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rows of {@code deliveries} and {@code delivery_requests}, and the size of all of them. */
final class DeliveryTable {
  /** Sorts after every id. */
  private static final String NEWEST = "dlv_~";

  /** Roughly what a delivery takes besides its texts and body: rows and index entries. */
  private static final int ROW_BYTES = 400;

  private static final String INSERT =
      """
      INSERT INTO deliveries (id, hook, received_at, verdict, reason, body_bytes, jobs, size)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO NOTHING
      """;
  private static final String INSERT_REQUEST =
      "INSERT INTO delivery_requests (no, head, body) VALUES (last_insert_rowid(), ?, ?)";
  private static final String GROW = "UPDATE inbox_size SET bytes = bytes + ?";
  private static final String SIZE = "SELECT bytes FROM inbox_size";

  private static final String SUMMARY =
      "d.id, d.hook, d.received_at, d.verdict, d.reason, d.body_bytes, d.jobs";
  private static final String JOBS_BY_ID = "SELECT jobs FROM deliveries WHERE id = ?";
  private static final String BY_ID =
      """
      SELECT %s, r.head, r.body FROM deliveries d JOIN delivery_requests r ON r.no = d.no
      WHERE d.id = ?
      """
          .formatted(SUMMARY);

  private static final String PAGE =
      "SELECT " + SUMMARY + " FROM deliveries d WHERE %s AND d.id < ?1 ORDER BY d.id DESC LIMIT ?2";
  private static final String ALL = PAGE.formatted("TRUE");
  private static final String OF_VERDICT = PAGE.formatted("d.verdict = ?3");
  private static final String OF_HOOK_AND_VERDICT =
      PAGE.formatted("d.hook = ?4 AND d.verdict = ?3");

  /** One index serves a hook with and without a verdict: it merges the few verdicts. */
  private static final String OF_HOOK =
      "SELECT %s FROM (%s) page JOIN deliveries d ON d.id = page.id ORDER BY d.id DESC LIMIT ?2"
          .formatted(
              SUMMARY,
              Arrays.stream(Verdict.values())
                  .map(DeliveryTable::pageOfHook)
                  .collect(Collectors.joining(" UNION ALL ")));

  private static final String OLDEST =
      "SELECT no, received_at, size FROM deliveries ORDER BY no LIMIT ?";
  private static final String SURPLUS =
      """
      SELECT no, received_at, size FROM deliveries WHERE verdict = ?
      ORDER BY id DESC LIMIT ? OFFSET ?
      """;
  private static final String DELETE_REQUEST = "DELETE FROM delivery_requests WHERE no = ?";
  private static final String DELETE = "DELETE FROM deliveries WHERE no = ?";

  private DeliveryTable() {}

  /** A stored delivery as far as trimming looks at it. */
  record Row(long no, long receivedAtNanos, long size) {}

  private static String pageOfHook(Verdict verdict) {
    return """
    SELECT id FROM (SELECT id FROM deliveries WHERE hook = ?3 AND verdict = '%s' AND id < ?1
      ORDER BY id DESC LIMIT ?2)
    """
        .formatted(verdict.wireName());
  }

  /** Writes nothing where the id is there already. */
  static void insert(Session session, Delivery delivery, String head) throws SQLException {
    byte[] body = delivery.request().body();
    long size = ROW_BYTES + (long) delivery.reason().length() + head.length() + body.length;
    int inserted =
        session.update(
            INSERT,
            delivery.id().value(),
            delivery.hook(),
            Times.toNanos(delivery.receivedAt()),
            delivery.verdict().wireName(),
            delivery.reason(),
            body.length,
            write(delivery.jobs()),
            size);
    if (inserted > 0) {
      session.update(INSERT_REQUEST, head, body);
      session.update(GROW, size);
    }
  }

  /** The jobs of a delivery, where it is there. */
  static Optional<List<JobId>> jobs(Session session, DeliveryId id) throws SQLException {
    return session.first(JOBS_BY_ID, row -> readJobs(row.getString(1)), id.value());
  }

  static Optional<Delivery> find(Session session, DeliveryId id) throws SQLException {
    return session.first(BY_ID, DeliveryTable::delivery, id.value());
  }

  static List<DeliverySummary> list(Session session, DeliveryQuery query) throws SQLException {
    String before = query.before().map(DeliveryId::value).orElse(NEWEST);
    Optional<String> hook = query.hook();
    Optional<String> verdict = query.verdict().map(Verdict::wireName);
    if (hook.isPresent() && verdict.isPresent()) {
      return page(session, OF_HOOK_AND_VERDICT, before, query.limit(), verdict.get(), hook.get());
    }
    if (hook.isPresent()) {
      return page(session, OF_HOOK, before, query.limit(), hook.get());
    }
    return verdict.isPresent()
        ? page(session, OF_VERDICT, before, query.limit(), verdict.get())
        : page(session, ALL, before, query.limit());
  }

  private static List<DeliverySummary> page(Session session, String sql, Object... args)
      throws SQLException {
    return session.all(sql, DeliveryTable::summary, args);
  }

  private static DeliverySummary summary(ResultSet row) throws SQLException {
    return new DeliverySummary(
        new DeliveryId(row.getString(1)),
        row.getString(2),
        Times.toInstant(row.getLong(3)),
        Verdict.parse(row.getString(4)).orElseThrow(),
        row.getString(5),
        row.getInt(6),
        readJobs(row.getString(7)));
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    DeliverySummary summary = summary(row);
    JsonColumns.Head head = JsonColumns.readHead(row.getString(8), row.getBytes(9));
    return new Delivery(
        summary.id(),
        summary.hook(),
        summary.receivedAt(),
        head.request(),
        summary.verdict(),
        summary.reason(),
        head.identities(),
        summary.jobs());
  }

  static long totalBytes(Session session) throws SQLException {
    return session.first(SIZE, row -> row.getLong(1)).orElseThrow();
  }

  static List<Row> oldest(Session session, int limit) throws SQLException {
    return session.all(OLDEST, DeliveryTable::row, limit);
  }

  /** Those of one verdict behind the newest {@code keep}. */
  static List<Row> surplus(Session session, Verdict verdict, int keep, int limit)
      throws SQLException {
    return session.all(SURPLUS, DeliveryTable::row, verdict.wireName(), limit, keep);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(row.getLong(1), row.getLong(2), row.getLong(3));
  }

  static void delete(Session session, List<Row> rows) throws SQLException {
    for (Row row : rows) {
      session.update(DELETE_REQUEST, row.no());
      session.update(DELETE, row.no());
      session.update(GROW, -row.size());
    }
  }

  static String write(List<JobId> jobs) {
    return jobs.stream().map(JobId::value).collect(Collectors.joining(" "));
  }

  static List<JobId> readJobs(String text) {
    return Stream.of(text.split(" ")).filter(id -> !id.isEmpty()).map(JobId::new).toList();
  }
}
