package dev.codexgateway.testkit.memory;

import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps the bells until somebody answers them. */
public final class MemoryJobQueue implements JobQueue {
  private final BlockingQueue<Bell> bells = new LinkedBlockingQueue<>();

  @Override
  public void ring(Bell bell) {
    bells.add(bell);
  }

  /** Waits for the next bell and takes it. */
  public JobId take() throws InterruptedException {
    return bells.take().id();
  }

  /** The next bell, or empty after that long. */
  public Optional<JobId> poll(Duration patience) throws InterruptedException {
    return Optional.ofNullable(bells.poll(patience.toNanos(), TimeUnit.NANOSECONDS)).map(Bell::id);
  }

  /** The bells that nobody has taken, oldest first. */
  public List<Bell> waiting() {
    return new ArrayList<>(bells);
  }
}
