package dev.codexgateway.local.store;

import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryId;
import dev.codexgateway.core.hook.DeliveryQuery;
import dev.codexgateway.core.hook.DeliveryStore;
import dev.codexgateway.core.hook.DeliveryStore.Acceptance.Duplicate;
import dev.codexgateway.core.hook.DeliverySummary;
import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobStore.Submission;
import dev.codexgateway.core.job.NewJob;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Deliveries in SQLite, beside the jobs that come of them. A delivery and its jobs are one
 * operation of the database's single writer: looking for an earlier one, and writing both.
 */
public final class SqliteDeliveryStore implements DeliveryStore {
  private final SqliteDatabase database;
  private final SqliteJobStore jobs;
  private final InstantSource clock;

  /**
   * @param jobs on the same database
   */
  public SqliteDeliveryStore(SqliteDatabase database, SqliteJobStore jobs, InstantSource clock) {
    this.database = database;
    this.jobs = jobs;
    this.clock = clock;
  }

  @Override
  public Acceptance accept(Delivery delivery, List<NewJob> newJobs) {
    if (delivery.verdict() != Verdict.ACCEPTED) {
      throw new IllegalArgumentException("not accepted: " + delivery.id());
    }
    List<PreparedJob> prepared = newJobs.stream().map(PreparedJob::of).toList();
    String head = JsonColumns.writeHead(delivery);
    return database.write(
        session -> {
          Optional<Duplicate> before = earlier(session, delivery);
          return before.isPresent() ? before.get() : insert(session, delivery, head, prepared);
        });
  }

  private Optional<Duplicate> earlier(Session session, Delivery delivery) throws SQLException {
    Optional<Duplicate> sharing = IdentityTable.find(session, delivery, clock.instant());
    if (sharing.isPresent()) {
      return sharing;
    }
    Optional<List<JobId>> itself = DeliveryTable.jobs(session, delivery.id());
    return itself.map(made -> new Duplicate(delivery.id(), made));
  }

  private Acceptance insert(
      Session session, Delivery delivery, String head, List<PreparedJob> prepared)
      throws SQLException {
    List<Submission> submissions = new ArrayList<>(prepared.size());
    for (PreparedJob job : prepared) {
      submissions.add(jobs.submit(session, job));
    }
    Delivery stored = delivery.withJobs(submissions);
    DeliveryTable.insert(session, stored, head);
    IdentityTable.claim(session, stored);
    return new Acceptance.Accepted(stored, submissions);
  }

  @Override
  public void record(Delivery delivery) {
    if (delivery.verdict() == Verdict.ACCEPTED) {
      throw new IllegalArgumentException("accepted without its jobs: " + delivery.id());
    }
    String head = JsonColumns.writeHead(delivery);
    database.write(
        session -> {
          DeliveryTable.insert(session, delivery, head);
          return delivery.id();
        });
  }

  @Override
  public Optional<Delivery> find(DeliveryId id) {
    return database.read(session -> DeliveryTable.find(session, id));
  }

  @Override
  public List<DeliverySummary> list(DeliveryQuery query) {
    return database.read(session -> DeliveryTable.list(session, query));
  }
}
