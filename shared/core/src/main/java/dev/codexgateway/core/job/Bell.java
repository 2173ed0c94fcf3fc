package dev.codexgateway.core.job;

import java.time.Duration;

/**
 * Asks some worker to look at a job.
 *
 * @param timeout of the job, for queues that hand long jobs to other workers than short ones
 */
public record Bell(JobId id, Duration timeout) {
  public static Bell of(Job job) {
    return new Bell(job.id(), job.spec().timeout());
  }
}
