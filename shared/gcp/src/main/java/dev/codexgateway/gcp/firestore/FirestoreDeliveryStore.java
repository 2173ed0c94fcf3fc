package dev.codexgateway.gcp.firestore;

import com.google.cloud.firestore.Firestore;
import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryId;
import dev.codexgateway.core.hook.DeliveryQuery;
import dev.codexgateway.core.hook.DeliveryStore;
import dev.codexgateway.core.hook.DeliverySummary;
import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.core.job.NewJob;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The inbox in Firestore; {@code docs/firestore.md} shows the documents. */
final class FirestoreDeliveryStore implements DeliveryStore {
  private final Calls calls;
  private final Firestore client;
  private final InstantSource clock;
  private final Duration retention;
  private final JobTable jobs;

  /**
   * @param retention of jobs, and of deliveries too where it is longer than they must be kept
   */
  FirestoreDeliveryStore(Calls calls, InstantSource clock, Duration retention) {
    this.calls = calls;
    this.client = calls.client();
    this.clock = clock;
    this.retention = retention;
    this.jobs = new JobTable(client, clock);
  }

  @Override
  public Acceptance accept(Delivery delivery, List<NewJob> newJobs) {
    requireVerdict(delivery.verdict() == Verdict.ACCEPTED, delivery);
    List<PlannedJob> planned = newJobs.stream().map(this::planned).toList();
    return new Accepting(
            calls.begin("accept a delivery"), client, clock, delivery, planned, expireAt(delivery))
        .run();
  }

  private PlannedJob planned(NewJob job) {
    return new PlannedJob(client, jobs, clock, job, job.createdAt().plus(retention));
  }

  @Override
  public void record(Delivery delivery) {
    requireVerdict(delivery.verdict() != Verdict.ACCEPTED, delivery);
    PortCall call = calls.begin("record a delivery");
    DeliveryContent content = new DeliveryContent(client, delivery, expireAt(delivery));
    if (content.isLarge()) {
      content.stage(call, client);
    }
    call.create(
        content.document(), () -> content.addTo(new Batch(client), delivery, Tokens.next()));
  }

  private static void requireVerdict(boolean isRight, Delivery delivery) {
    if (!isRight) {
      throw new IllegalArgumentException("a delivery with verdict " + delivery.verdict());
    }
  }

  private Instant expireAt(Delivery delivery) {
    return delivery.receivedAt().plus(life(delivery.verdict()));
  }

  /** What anybody can send is not kept longer than it must. */
  private Duration life(Verdict verdict) {
    return switch (verdict) {
      case ACCEPTED, UNWANTED -> retention.compareTo(REMEMBERED) > 0 ? retention : REMEMBERED;
      case DUPLICATE, REJECTED -> REMEMBERED;
    };
  }

  @Override
  public Optional<Delivery> find(DeliveryId id) {
    PortCall call = calls.begin("find a delivery");
    return jobs.live(call.get(DeliveryDocuments.document(client, id)))
        .map(document -> DeliveryDocuments.read(call, document));
  }

  @Override
  public List<DeliverySummary> list(DeliveryQuery query) {
    PortCall call = calls.begin("list deliveries");
    return call.run(Queries.deliveries(client, query)).stream()
        .flatMap(document -> jobs.live(document).stream())
        .map(DeliveryDocuments::summary)
        .toList();
  }
}
