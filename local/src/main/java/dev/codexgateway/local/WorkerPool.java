package dev.codexgateway.local;

import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.platform.Component;
import dev.codexgateway.functions.worker.Sweeper;
import dev.codexgateway.functions.worker.Worker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that answer the doorbell on one machine, and the sweeper's clock. One platform thread
 * per job that may run at once, since running a process blocks in system calls.
 */
final class WorkerPool implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WorkerPool.class);
  private static final Duration SWEEP_EVERY = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofSeconds(1);

  private final LocalDoorbell queue;
  private final Worker worker;
  private final Sweeper sweeper;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sweeper").factory());
  private volatile boolean stopping;

  WorkerPool(LocalDoorbell queue, Worker worker, Sweeper sweeper) {
    this.queue = queue;
    this.worker = worker;
    this.sweeper = sweeper;
  }

  /** Begins with a sweep that takes up everything a former process left. */
  void start(int workers) {
    if (workers == 0) {
      return;
    }
    timer.execute(() -> sweep(Duration.ZERO));
    timer.scheduleWithFixedDelay(
        () -> sweep(SWEEP_EVERY),
        SWEEP_EVERY.toMillis(),
        SWEEP_EVERY.toMillis(),
        TimeUnit.MILLISECONDS);
    for (int i = 1; i <= workers; i++) {
      Thread.ofPlatform().daemon().name("worker-" + i).start(this::answerBells);
    }
  }

  private void answerBells() {
    while (!stopping) {
      try {
        Optional<JobId> id = queue.poll(POLL);
        if (id.isPresent()) {
          answer(id.get());
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void answer(JobId id) {
    try {
      worker.handle(id);
    } catch (StoreUnavailableException e) {
      log.warn("{}: not claimed: {}; the sweeper will ring again", id, e.getMessage());
    } catch (RuntimeException | Error e) {
      // Whatever it was, the next job deserves its thread.
      log.error("{}: the attempt failed; its lease will expire", id, e);
    }
  }

  private void sweep(Duration patience) {
    try {
      sweeper.sweep(patience);
    } catch (RuntimeException e) {
      log.warn("No sweep: {}; the next one is in {} s", e.getMessage(), SWEEP_EVERY.toSeconds());
    }
  }

  /** Down as soon as no more jobs are taken. */
  Component component() {
    return new Component() {
      @Override
      public String name() {
        return "worker";
      }

      @Override
      public boolean isReady() {
        return !stopping;
      }
    };
  }

  /** Takes no more jobs, stops the running ones, gives their leases back. */
  boolean stop(Duration atMost) {
    stopping = true;
    timer.shutdownNow();
    return worker.stop(atMost);
  }

  @Override
  public void close() {
    worker.close();
  }
}
