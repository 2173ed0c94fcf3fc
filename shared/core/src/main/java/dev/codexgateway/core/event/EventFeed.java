package dev.codexgateway.core.event;

import dev.codexgateway.core.job.JobId;
import java.util.List;

/**
 * Carries new events to whoever watches, after they are stored. Best effort: events may be lost,
 * doubled or out of order; a watcher finds a hole by the numbers and reads the store.
 */
public interface EventFeed {
  /** Returns once accepted. A failure is logged, not thrown: the events are in the store. */
  void publish(JobId jobId, List<Event> events);

  /**
   * From the return of this call on, events of the job published anywhere reach the listener.
   *
   * @param listener called on a thread of the feed; it must not block, and what it throws is logged
   */
  Subscription subscribe(JobId jobId, Listener listener);

  /** Takes new events of one job. */
  @FunctionalInterface
  interface Listener {
    void onEvents(JobId jobId, List<Event> events);
  }

  /** Ends with {@link #close}, which may be called more than once. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
