package dev.codexgateway.testkit.memory;

import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryId;
import dev.codexgateway.core.hook.DeliveryQuery;
import dev.codexgateway.core.hook.DeliveryStore;
import dev.codexgateway.core.hook.DeliverySummary;
import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.core.job.JobStore.Submission;
import dev.codexgateway.core.job.NewJob;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Deliveries in maps, under the lock of the job store that gets their jobs. Trims nothing. */
public final class MemoryDeliveryStore implements DeliveryStore {
  private final MemoryJobStore jobs;
  private final InstantSource clock;
  private final NavigableMap<DeliveryId, Delivery> deliveries = new TreeMap<>();
  private final Map<Identity, Delivery> accepted = new HashMap<>();

  private record Identity(String hook, String text) {}

  public MemoryDeliveryStore(MemoryJobStore jobs, InstantSource clock) {
    this.jobs = jobs;
    this.clock = clock;
  }

  @Override
  public Acceptance accept(Delivery delivery, List<NewJob> newJobs) {
    if (delivery.verdict() != Verdict.ACCEPTED) {
      throw new IllegalArgumentException("not accepted: " + delivery.id());
    }
    return jobs.exclusively(
        () ->
            earlier(delivery)
                .<Acceptance>map(twin -> new Acceptance.Duplicate(twin.id(), twin.jobs()))
                .orElseGet(() -> accepted(delivery, newJobs)));
  }

  private Optional<Delivery> earlier(Delivery delivery) {
    return Optional.ofNullable(deliveries.get(delivery.id()))
        .or(
            () ->
                delivery.identities().stream()
                    .map(text -> accepted.get(new Identity(delivery.hook(), text)))
                    .filter(twin -> twin != null && isRemembered(twin))
                    .findFirst());
  }

  private boolean isRemembered(Delivery twin) {
    return twin.receivedAt().plus(REMEMBERED).isAfter(clock.instant());
  }

  private Acceptance accepted(Delivery delivery, List<NewJob> newJobs) {
    List<Submission> submissions = newJobs.stream().map(jobs::submit).toList();
    Delivery stored = delivery.withJobs(submissions);
    deliveries.put(stored.id(), stored);
    stored.identities().forEach(text -> accepted.put(new Identity(stored.hook(), text), stored));
    return new Acceptance.Accepted(stored, submissions);
  }

  @Override
  public void record(Delivery delivery) {
    if (delivery.verdict() == Verdict.ACCEPTED) {
      throw new IllegalArgumentException("accepted without its jobs: " + delivery.id());
    }
    jobs.exclusively(() -> Optional.ofNullable(deliveries.putIfAbsent(delivery.id(), delivery)));
  }

  @Override
  public Optional<Delivery> find(DeliveryId id) {
    return jobs.exclusively(() -> Optional.ofNullable(deliveries.get(id)));
  }

  @Override
  public List<DeliverySummary> list(DeliveryQuery query) {
    return jobs.exclusively(
        () ->
            query
                .before()
                .map(id -> deliveries.headMap(id, false))
                .orElse(deliveries)
                .reversed()
                .values()
                .stream()
                .filter(delivery -> matches(query, delivery))
                .limit(query.limit())
                .map(Delivery::summary)
                .toList());
  }

  private static boolean matches(DeliveryQuery query, Delivery delivery) {
    return query.hook().filter(hook -> !hook.equals(delivery.hook())).isEmpty()
        && query.verdict().filter(verdict -> verdict != delivery.verdict()).isEmpty();
  }
}
