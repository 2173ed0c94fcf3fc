package dev.codexgateway.relay;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.core.job.JobId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Delivers on the publisher's thread. */
final class MemoryFeed implements EventFeed {
  private final Map<JobId, List<Listener>> listeners = new ConcurrentHashMap<>();

  @Override
  public void publish(JobId id, List<Event> events) {
    listeners.getOrDefault(id, List.of()).forEach(listener -> listener.onEvents(id, events));
  }

  @Override
  public Subscription subscribe(JobId id, Listener listener) {
    List<Listener> ofJob = listeners.computeIfAbsent(id, _ -> new CopyOnWriteArrayList<>());
    ofJob.add(listener);
    return () -> ofJob.remove(listener);
  }

  int listeners(JobId id) {
    return listeners.getOrDefault(id, List.of()).size();
  }
}
