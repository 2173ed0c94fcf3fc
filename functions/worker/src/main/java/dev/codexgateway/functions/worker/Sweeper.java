package dev.codexgateway.functions.worker;

import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.JobQueue;
import dev.codexgateway.core.job.JobStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Rings again for jobs whose bell was lost, and for those whose lease expired. Rings only: the
 * claim decides, so it may run any number of times at once.
 */
public final class Sweeper {
  private final JobStore jobs;
  private final JobQueue queue;
  private final InstantSource clock;
  private final int limit;

  /**
   * @param limit most jobs to ring for in one sweep
   */
  public Sweeper(JobStore jobs, JobQueue queue, InstantSource clock, int limit) {
    this.jobs = jobs;
    this.queue = queue;
    this.clock = clock;
    this.limit = limit;
  }

  /**
   * @param patience how long a queued job may wait before its bell counts as lost
   * @return for how many jobs it rang
   */
  public int sweep(Duration patience) {
    List<Bell> due = jobs.due(clock.instant().minus(patience), limit);
    due.forEach(queue::ring);
    return due.size();
  }
}
