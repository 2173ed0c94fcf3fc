package dev.codexgateway.local.store;

import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobQueue;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bells inside one process. A job waits in it once at most. Bells that find it full are dropped:
 * the sweeper rings again for jobs that are still queued.
 */
public final class MemoryJobQueue implements JobQueue {
  private static final Logger log = LoggerFactory.getLogger(MemoryJobQueue.class);
  private static final int DEFAULT_CAPACITY = 10_000;

  private final BlockingQueue<JobId> bells;
  private final Set<JobId> waiting = ConcurrentHashMap.newKeySet();

  public MemoryJobQueue() {
    this(DEFAULT_CAPACITY);
  }

  public MemoryJobQueue(int capacity) {
    bells = new LinkedBlockingQueue<>(capacity);
  }

  @Override
  public void ring(Bell bell) {
    JobId id = bell.id();
    if (waiting.add(id) && !bells.offer(id)) {
      waiting.remove(id);
      log.debug("the queue is full; {} waits in the store for the sweeper", id);
    }
  }

  /** The oldest bell, waiting for one at most that long. */
  public Optional<JobId> poll(Duration patience) throws InterruptedException {
    return Optional.ofNullable(bells.poll(patience.toNanos(), TimeUnit.NANOSECONDS))
        .map(this::heard);
  }

  /** The oldest bell, waiting for one as long as it takes. */
  public JobId take() throws InterruptedException {
    return heard(bells.take());
  }

  /** From here on the job may be rung again; whoever heard it looks into the store after this. */
  private JobId heard(JobId id) {
    waiting.remove(id);
    return id;
  }
}
