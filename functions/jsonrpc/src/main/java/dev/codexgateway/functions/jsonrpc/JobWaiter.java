package dev.codexgateway.functions.jsonrpc;

import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.JobStore.JobView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Waits for the end of a job. The feed wakes it; it asks the store, since the feed may lose. */
final class JobWaiter {
  private static final Duration LOOK_ANYWAY = Duration.ofSeconds(1);

  private final JobStore jobs;
  private final EventFeed feed;
  private final InstantSource clock;

  JobWaiter(JobStore jobs, EventFeed feed, InstantSource clock) {
    this.jobs = jobs;
    this.feed = feed;
    this.clock = clock;
  }

  /**
   * The job once it has ended, or as it is when the time is over.
   *
   * @param begin what starts the work; run once the feed listens, so that no end is missed
   */
  Optional<JobView> await(JobId id, Duration atMost, Runnable begin) {
    if (atMost.isZero()) {
      begin.run();
      return jobs.view(id);
    }
    Semaphore ended = new Semaphore(0);
    try (EventFeed.Subscription _ =
        feed.subscribe(
            id,
            (_, events) -> {
              if (events.stream().anyMatch(event -> event.type() == EventType.RESULT)) {
                ended.release();
              }
            })) {
      begin.run();
      return look(id, clock.instant().plus(atMost), ended);
    }
  }

  private Optional<JobView> look(JobId id, Instant deadline, Semaphore ended) {
    while (true) {
      // The time first: what is answered when it is over must not be older than that.
      Duration left = Duration.between(clock.instant(), deadline);
      Optional<JobView> view = jobs.view(id);
      if (view.isEmpty() || view.get().job().isTerminal() || !left.isPositive()) {
        return view;
      }
      try {
        Duration wait = left.compareTo(LOOK_ANYWAY) < 0 ? left : LOOK_ANYWAY;
        boolean _ = ended.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return view;
      }
    }
  }
}
