package dev.codexgateway.functions.worker;

import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.JobStore.Renewal;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.functions.worker.process.RunControl;
import dev.codexgateway.functions.worker.process.StopReason;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the lease of a running attempt and stops the attempt when it cannot, or when a caller
 * wants it stopped. Times are measured by the monotonic clock from before each renewal, so that the
 * attempt gives up before anybody else may take the job.
 */
final class LeaseKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final int BEATS_PER_RENEWAL = 5;
  // The last sixth of the lease is left for killing the process.
  private static final int LAST_PART = 6;

  private final JobStore jobs;
  private final Lease lease;
  private final WorkerSettings settings;
  private final RunControl control;
  private final ScheduledFuture<?> beat;
  private volatile long heldUntilNanos;

  /**
   * @param claimedNanos {@link System#nanoTime} from before the claim
   */
  LeaseKeeper(
      JobStore jobs,
      Lease lease,
      WorkerSettings settings,
      RunControl control,
      ScheduledExecutorService timer,
      long claimedNanos) {
    this.jobs = jobs;
    this.lease = lease;
    this.settings = settings;
    this.control = control;
    heldUntilNanos = claimedNanos + settings.lease().toNanos();
    long every = settings.renewEvery().toNanos() / BEATS_PER_RENEWAL;
    beat = timer.scheduleAtFixedRate(this::beat, every, every, TimeUnit.NANOSECONDS);
  }

  /** A renewal that failed stays due, so it is tried again at the next beat. */
  private void beat() {
    long age = settings.lease().toNanos() - (heldUntilNanos - System.nanoTime());
    if (age >= settings.renewEvery().toNanos()) {
      Thread.startVirtualThread(this::renew);
    }
  }

  /** Renews now and learns whether to stop; also called when the job's bell rings. */
  synchronized void renew() {
    long asked = System.nanoTime();
    try {
      switch (jobs.renew(lease, settings.lease())) {
        case Renewal.Renewed(boolean cancelRequested) -> {
          heldUntilNanos = asked + settings.lease().toNanos();
          if (cancelRequested) {
            control.stop(StopReason.CANCELLED);
          }
        }
        case Renewal.Fenced() -> control.stop(StopReason.LEASE_LOST);
      }
    } catch (StoreUnavailableException e) {
      boolean lost = isLost();
      log.warn(
          "{}: lease not renewed, {}",
          lease.jobId(),
          lost ? "it is over: the process is killed" : "will try again");
      if (lost) {
        control.stop(StopReason.LEASE_LOST);
      }
    }
  }

  private boolean isLost() {
    return heldUntilNanos - System.nanoTime() <= settings.lease().toNanos() / LAST_PART;
  }

  @Override
  public void close() {
    beat.cancel(false);
  }
}
