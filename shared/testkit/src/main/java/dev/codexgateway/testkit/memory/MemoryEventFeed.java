package dev.codexgateway.testkit.memory;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.core.job.JobId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Calls the listeners on the thread that publishes, in the order in which they subscribed. */
public final class MemoryEventFeed implements EventFeed {
  private static final System.Logger log = System.getLogger(MemoryEventFeed.class.getName());

  private final Map<JobId, List<Registration>> registrations = new ConcurrentHashMap<>();

  /** Compared by identity: the same listener may subscribe twice. */
  private static final class Registration {
    private final Listener listener;

    Registration(Listener listener) {
      this.listener = listener;
    }
  }

  @Override
  public void publish(JobId jobId, List<Event> events) {
    for (Registration registration : registrations.getOrDefault(jobId, List.of())) {
      try {
        registration.listener.onEvents(jobId, events);
      } catch (RuntimeException e) {
        log.log(System.Logger.Level.WARNING, "a listener failed; the others are called", e);
      }
    }
  }

  @Override
  public Subscription subscribe(JobId jobId, Listener listener) {
    Registration registration = new Registration(listener);
    registrations.compute(
        jobId,
        (_, present) -> {
          List<Registration> all = present == null ? new CopyOnWriteArrayList<>() : present;
          all.add(registration);
          return all;
        });
    return () ->
        registrations.computeIfPresent(
            jobId,
            (_, all) -> {
              all.remove(registration);
              return all.isEmpty() ? null : all;
            });
  }

  /** How many listeners a job has. */
  public int listeners(JobId jobId) {
    return registrations.getOrDefault(jobId, List.of()).size();
  }
}
