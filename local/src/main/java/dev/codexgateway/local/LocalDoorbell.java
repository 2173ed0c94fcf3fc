package dev.codexgateway.local;

import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobQueue;
import dev.codexgateway.local.store.MemoryJobQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The queue on one machine. A bell for a job that runs here goes to it directly, so that a cancel
 * does not wait behind jobs that wait for a worker.
 */
final class LocalDoorbell implements JobQueue {
  private final MemoryJobQueue waiting = new MemoryJobQueue();
  private volatile Predicate<JobId> running = _ -> false;

  /**
   * @param nudge tells the job if it runs here, and whether it does
   */
  void tellRunning(Predicate<JobId> nudge) {
    running = nudge;
  }

  @Override
  public void ring(Bell bell) {
    if (!running.test(bell.id())) {
      waiting.ring(bell);
    }
  }

  Optional<JobId> poll(Duration patience) throws InterruptedException {
    return waiting.poll(patience);
  }
}
