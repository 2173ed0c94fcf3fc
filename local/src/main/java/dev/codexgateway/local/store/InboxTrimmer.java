package dev.codexgateway.local.store;

import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.local.store.DeliveryTable.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes from the inbox what is too old or too much, oldest first, in steps short enough that nobody
 * who wants to write has to wait long. The file does not shrink, but what becomes free in it is
 * used again.
 */
public final class InboxTrimmer {
  private static final int STEP_ROWS = 100;
  private static final long STEP_BYTES = 16L * 1024 * 1024;

  private final SqliteDatabase database;
  private final InstantSource clock;
  private final InboxLimits limits;

  public InboxTrimmer(SqliteDatabase database, InstantSource clock, InboxLimits limits) {
    this.database = database;
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * How many deliveries went, and why.
   *
   * @param old beyond the age
   * @param surplus before their time, because the inbox was full
   * @param unauthentic rejected ones beyond their number
   */
  public record Trimmed(int old, int surplus, int unauthentic) {}

  /** Which rows a step takes; none means that there is no more to do. */
  @FunctionalInterface
  private interface Choice {
    List<Row> choose(Session session) throws SQLException;
  }

  /**
   * @throws dev.codexgateway.core.job.StoreUnavailableException where the store cannot be written;
   *     what was trimmed until then stays trimmed
   */
  public Trimmed trim() {
    Instant now = clock.instant();
    int old = deleteAll(session -> tooOld(session, now));
    int unauthentic = deleteAll(this::tooManyRejected);
    int surplus = deleteAll(this::beyondTotal);
    while (database.write(session -> IdentityTable.forgetExpired(session, now, STEP_ROWS)) > 0) {
      // Each round is one short step of the writer.
    }
    return new Trimmed(old, surplus, unauthentic);
  }

  private int deleteAll(Choice choice) {
    int deleted = 0;
    int inStep;
    do {
      inStep =
          database.write(
              session -> {
                List<Row> rows = shortStep(choice.choose(session));
                DeliveryTable.delete(session, rows);
                return rows.size();
              });
      deleted += inStep;
    } while (inStep > 0);
    return deleted;
  }

  private static List<Row> shortStep(List<Row> rows) {
    List<Row> step = new ArrayList<>();
    long bytes = 0;
    for (Row row : rows) {
      if (!step.isEmpty() && bytes + row.size() > STEP_BYTES) {
        break;
      }
      step.add(row);
      bytes += row.size();
    }
    return step;
  }

  private List<Row> tooOld(Session session, Instant now) throws SQLException {
    long until = Times.toNanos(now.minus(limits.age()));
    return DeliveryTable.oldest(session, STEP_ROWS).stream()
        .filter(row -> row.receivedAtNanos() <= until)
        .toList();
  }

  private List<Row> tooManyRejected(Session session) throws SQLException {
    return DeliveryTable.surplus(session, Verdict.REJECTED, limits.unauthentic(), STEP_ROWS);
  }

  private List<Row> beyondTotal(Session session) throws SQLException {
    long excess = DeliveryTable.totalBytes(session) - limits.totalBytes();
    List<Row> rows = new ArrayList<>();
    for (Row row : excess > 0 ? DeliveryTable.oldest(session, STEP_ROWS) : List.<Row>of()) {
      if (excess <= 0) {
        break;
      }
      rows.add(row);
      excess -= row.size();
    }
    return rows;
  }
}
