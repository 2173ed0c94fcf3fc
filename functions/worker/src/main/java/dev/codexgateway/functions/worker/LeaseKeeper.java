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
  // The last third of the lease is left for ending the process, which may take its time on SIGTERM.
  private static final int LAST_PART = 3;

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

  /**
   * A renewal that failed stays due, so it is tried again at the next beat. The loss is noticed
   * here, so that a store that does not answer at all cannot hide it.
   */
  private void beat() {
    long leftNanos = heldUntilNanos - System.nanoTime();
    long leaseNanos = settings.lease().toNanos();
    if (leftNanos <= leaseNanos / LAST_PART && control.stop(StopReason.LEASE_LOST)) {
      log.warn("{}: the lease runs out; its process is ended", lease.jobId());
    }
    if (leaseNanos - leftNanos >= settings.renewEvery().toNanos()) {
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
      log.warn("{}: lease not renewed, will try again: {}", lease.jobId(), e.getMessage());
    }
  }

  @Override
  public void close() {
    beat.cancel(false);
  }
}
