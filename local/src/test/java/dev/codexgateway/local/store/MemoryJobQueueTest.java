package dev.codexgateway.local.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobQueue;
import dev.codexgateway.testkit.Fixtures;
import dev.codexgateway.testkit.JobQueueContract;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MemoryJobQueueTest extends JobQueueContract {
  private final MemoryJobQueue queue = new MemoryJobQueue();

  @Override
  protected JobQueue openQueue() {
    return queue;
  }

  @Override
  protected Optional<JobId> hear(Duration patience) throws InterruptedException {
    return queue.poll(patience);
  }

  @Test
  void ring_whileItWaits_isOneBell() throws Exception {
    JobId id = JobId.next();
    for (int i = 0; i < 100; i++) {
      queue.ring(bell(id));
    }

    assertEquals(id, queue.take());
    assertEquals(Optional.empty(), queue.poll(Duration.ZERO));
  }

  @Test
  void ring_full_dropsTheBellAndTakesItLater() throws Exception {
    MemoryJobQueue small = new MemoryJobQueue(1);
    JobId first = JobId.next();
    JobId second = JobId.next();
    small.ring(bell(first));
    small.ring(bell(second));
    assertEquals(first, small.take());
    assertEquals(Optional.empty(), small.poll(Duration.ZERO));

    small.ring(bell(second));

    assertEquals(second, small.take());
  }

  @Test
  void take_isInOrderOfRinging() throws Exception {
    JobId first = JobId.next();
    JobId second = JobId.next();
    queue.ring(bell(second));
    queue.ring(bell(first));
    queue.ring(bell(second));

    assertEquals(second, queue.take());
    assertEquals(first, queue.take());
  }

  private static Bell bell(JobId id) {
    return new Bell(id, Fixtures.ECHO.timeout());
  }
}
