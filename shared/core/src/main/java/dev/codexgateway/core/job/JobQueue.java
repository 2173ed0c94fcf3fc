package dev.codexgateway.core.job;

/**
 * The doorbell: tells some worker to look at a job. The store is the truth, so a bell may be lost,
 * doubled or late without harm; the sweeper rings again.
 */
public interface JobQueue {
  /**
   * Returns once the bell is accepted. A bell that cannot be rung is logged, not thrown: the job is
   * durable already.
   */
  void ring(Bell bell);
}
