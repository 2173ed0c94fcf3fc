package dev.codexgateway.relay.hub;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.relay.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The relay's questions to the store, on virtual threads, only so many at the same time. */
final class StoreReads {
  private static final Logger log = LoggerFactory.getLogger(StoreReads.class);

  private final JobStore store;
  private final int pageBytes;
  private final Semaphore permits;

  StoreReads(JobStore store, HubLimits limits) {
    this.store = store;
    this.pageBytes = limits.pageBytes();
    this.permits = new Semaphore(limits.storeReads());
  }

  Optional<Job> find(JobId id) {
    return bounded(() -> store.find(id));
  }

  /**
   * Runs on a thread that may block.
   *
   * @param limit most events
   */
  Page page(JobId id, long from, int limit) {
    try {
      return bounded(() -> read(id, from, limit));
    } catch (StoreUnavailableException e) {
      log.warn("{}: {}; the page from {} is asked for again", id, e.getMessage(), from);
      return new Page.Unreadable();
    } catch (RuntimeException e) {
      log.error("{}: reading from {} failed; it is tried again", id, from, e);
      return new Page.Unreadable();
    }
  }

  private Page read(JobId id, long from, int limit) {
    List<Event> events = store.events(id, from, limit);
    return events.isEmpty() ? whyEmpty(id, from, limit) : page(id, events);
  }

  /** First the job, then the log again: an event appended between must not look trimmed. */
  private Page whyEmpty(JobId id, long from, int limit) {
    Optional<Job> job = store.find(id);
    if (job.isEmpty()) {
      return new Page.Gone();
    }
    List<Event> again = store.events(id, from, limit);
    if (!again.isEmpty()) {
      return page(id, again);
    }
    long next = job.get().nextSeq();
    return next > from ? new Page.Trimmed(next) : new Page.NotYet();
  }

  private Page page(JobId id, List<Event> events) {
    List<Frame> frames = new ArrayList<>(events.size());
    int bytes = 0;
    for (Event event : events) {
      Frame frame = new Frame(id, event);
      bytes += frame.sizeBytes();
      if (bytes > pageBytes && !frames.isEmpty()) {
        break;
      }
      frames.add(frame);
    }
    return new Page.Events(frames);
  }

  private <T> T bounded(Supplier<T> read) {
    permits.acquireUninterruptibly();
    try {
      return read.get();
    } finally {
      permits.release();
    }
  }
}
