package dev.codexgateway.local.store;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.core.job.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live events inside one process. Listeners are called on the publisher's thread, one after the
 * other, so they must not block. The list of a job's listeners is replaced, never changed: a
 * publisher goes through the one it found.
 */
public final class MemoryEventFeed implements EventFeed {
  private static final Logger log = LoggerFactory.getLogger(MemoryEventFeed.class);

  private final Map<JobId, List<Entry>> listeners = new ConcurrentHashMap<>();

  @Override
  public void publish(JobId jobId, List<Event> events) {
    for (Entry entry : listeners.getOrDefault(jobId, List.of())) {
      try {
        entry.listener.onEvents(jobId, events);
      } catch (RuntimeException e) {
        log.warn("a listener to {} failed and stays subscribed", jobId, e);
      }
    }
  }

  @Override
  public Subscription subscribe(JobId jobId, Listener listener) {
    Entry entry = new Entry(jobId, listener);
    listeners.merge(jobId, List.of(entry), MemoryEventFeed::joined);
    return entry;
  }

  private static List<Entry> joined(List<Entry> before, List<Entry> added) {
    List<Entry> all = new ArrayList<>(before);
    all.addAll(added);
    return List.copyOf(all);
  }

  /** One subscription; two of the same listener are two. */
  private final class Entry implements Subscription {
    private final JobId jobId;
    private final Listener listener;

    Entry(JobId jobId, Listener listener) {
      this.jobId = jobId;
      this.listener = listener;
    }

    @Override
    public void close() {
      listeners.computeIfPresent(
          jobId,
          (_, before) -> {
            List<Entry> rest = before.stream().filter(entry -> entry != this).toList();
            return rest.isEmpty() ? null : rest;
          });
    }
  }
}
