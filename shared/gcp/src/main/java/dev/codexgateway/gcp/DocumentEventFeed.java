package dev.codexgateway.gcp;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.StoreUnavailableException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The feed of a function. It publishes as all do, but listens to the job's own document, since a
 * subscription of its own would be made and deleted for a wait of seconds. A listener hears of the
 * end only, the {@code result} event: that is what a function waits for, and each other event would
 * cost a read.
 */
final class DocumentEventFeed implements EventFeed {
  private static final Logger log = LoggerFactory.getLogger(DocumentEventFeed.class);

  private final EventFeed publisher;
  private final JobStore jobs;
  private final Ends ends;

  /** Follows documents of jobs. */
  @FunctionalInterface
  interface Ends {
    /**
     * @param onEnd called once or more when the job has ended, with the number of its last event
     */
    Subscription follow(JobId jobId, LongConsumer onEnd);
  }

  DocumentEventFeed(EventFeed publisher, JobStore jobs, Ends ends) {
    this.publisher = publisher;
    this.jobs = jobs;
    this.ends = ends;
  }

  @Override
  public void publish(JobId jobId, List<Event> events) {
    publisher.publish(jobId, events);
  }

  @Override
  public Subscription subscribe(JobId jobId, Listener listener) {
    AtomicBoolean told = new AtomicBoolean();
    return ends.follow(
        jobId,
        last -> {
          if (told.compareAndSet(false, true)) {
            Thread.ofVirtual().start(() -> tell(jobId, last, listener));
          }
        });
  }

  private void tell(JobId jobId, long last, Listener listener) {
    try {
      listener.onEvents(jobId, jobs.events(jobId, last, 1));
    } catch (StoreUnavailableException e) {
      log.warn("{}: its end is not told: {}", jobId, e.getMessage());
    } catch (RuntimeException e) {
      log.warn("{}: a listener failed", jobId, e);
    }
  }
}
