package dev.codexgateway.functions.worker;

import dev.codexgateway.core.command.CommandCatalog;
import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobSpec;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.JobStore.Claim;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.functions.worker.process.ProcessRunner;
import dev.codexgateway.functions.worker.process.RunControl;
import dev.codexgateway.functions.worker.process.StopReason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the doorbell: claims the job and runs it to its end. Any number of threads may call
 * {@link #handle} at once; how many is up to the caller.
 */
public final class Worker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);

  private final JobStore jobs;
  private final EventFeed feed;
  private final InstantSource clock;
  private final CommandCatalog commands;
  private final ArtifactCollector artifacts;
  private final ProcessRunner runner;
  private final WorkerSettings settings;
  private final Map<JobId, Running> running = new ConcurrentHashMap<>();
  private final Phaser attempts = new Phaser(1);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("lease-timer").factory());
  private volatile boolean stopping;

  private record Running(RunControl control, LeaseKeeper keeper) {}

  public Worker(
      Platform platform, CommandCatalog commands, ProcessRunner runner, WorkerSettings settings) {
    this.jobs = platform.jobs();
    this.feed = platform.feed();
    this.clock = platform.clock();
    this.artifacts = new ArtifactCollector(platform.artifacts());
    this.commands = commands;
    this.runner = runner;
    this.settings = settings;
  }

  /**
   * Deletes the directories in which a killed gateway left its attempts. To be called before the
   * first job, by the only user of the work directory.
   */
  public void removeLeftBehind() {
    WorkDirectory.deleteAll(settings.workDirectory());
  }

  /** What a ring came to. */
  public enum Answer {
    /** The job was run here, or its end was committed. */
    DONE,
    /** Somebody is on it, or was. */
    NOTHING_TO_DO,
    /** No job has that id. */
    UNKNOWN_JOB,
    /** This worker takes no more jobs: another ring may find another worker. */
    STOPPING,
    /** The job was begun here and its end could not be committed: it may need another ring. */
    GIVEN_BACK
  }

  /**
   * Runs the job if it wants to be run. Must be called on a platform thread.
   *
   * @throws StoreUnavailableException where the job could not be claimed: ring again later
   */
  public Answer handle(JobId id) {
    if (nudge(id)) {
      return Answer.NOTHING_TO_DO;
    }
    attempts.register();
    try {
      if (stopping) {
        return Answer.STOPPING;
      }
      long asked = System.nanoTime();
      return switch (jobs.claim(id, settings.lease())) {
        case Claim.Claimed(Job job, Lease lease, List<Event> events) ->
            run(job, lease, events, asked);
        case Claim.Lost(Job job, List<Event> events) -> {
          log.warn("{}: ended as {}: {}", id, job.state(), job.reason().orElse(""));
          feed.publish(id, events);
          yield Answer.DONE;
        }
        case Claim.Held _, Claim.Ended _ -> Answer.NOTHING_TO_DO;
        case Claim.Missing() -> Answer.UNKNOWN_JOB;
      };
    } finally {
      attempts.arriveAndDeregister();
    }
  }

  /**
   * If the job runs here, looks at once whether it is to be stopped.
   *
   * @return whether it runs here
   */
  public boolean nudge(JobId id) {
    Running here = running.get(id);
    if (here == null) {
      return false;
    }
    Thread.startVirtualThread(here.keeper()::renew);
    return true;
  }

  /** How many attempts run now. */
  public int runningCount() {
    return running.size();
  }

  private Answer run(Job job, Lease lease, List<Event> claimed, long claimedNanos) {
    RunControl control = new RunControl();
    try (LeaseKeeper keeper =
        new LeaseKeeper(jobs, lease, settings, control, timer, claimedNanos)) {
      running.put(job.id(), new Running(control, keeper));
      if (stopping) {
        control.stop(StopReason.SHUTDOWN);
      }
      attempt(job, lease, claimed, control).run(decide(job.spec()));
      return isStopped(control, StopReason.SHUTDOWN) ? Answer.GIVEN_BACK : Answer.DONE;
    } catch (StoreUnavailableException e) {
      log.error(
          "{}: attempt {} could not write: {}; the job waits for its lease to end",
          job.id(),
          lease.attempt(),
          e.getMessage());
      return Answer.GIVEN_BACK;
    } finally {
      running.remove(job.id());
    }
  }

  private CommandCatalog.Decision decide(JobSpec spec) {
    return commands.decide(spec.command(), spec.args(), spec.env());
  }

  private Attempt attempt(Job job, Lease lease, List<Event> claimed, RunControl control) {
    StoreRetry whileHeld =
        new StoreRetry(
            job.id().value(), () -> stopping || isStopped(control, StopReason.LEASE_LOST));
    // Once the process is gone its outcome is offered for as long as it takes: it is still true
    // when the lease is over, and refused should another attempt have begun.
    StoreRetry untilStopped = new StoreRetry(job.id().value(), () -> stopping);
    long limit =
        commands.find(job.spec().command()).map(command -> command.outputLimitBytes()).orElse(0L);
    JobLog output =
        new JobLog(
            lease,
            jobs,
            feed,
            control,
            settings,
            whileHeld,
            new OutputBuffer(clock, limit),
            job.nextSeq(),
            claimed);
    return new Attempt(
        job, lease, jobs, runner, artifacts, settings, clock, control, untilStopped, output);
  }

  private static boolean isStopped(RunControl control, StopReason reason) {
    return control.stopReason().filter(reason::equals).isPresent();
  }

  /**
   * Takes no more jobs, stops the running ones and gives their leases back.
   *
   * @return whether all attempts were over within the time
   */
  public boolean stop(Duration atMost) {
    stopping = true;
    running.values().forEach(here -> here.control().stop(StopReason.SHUTDOWN));
    int phase = attempts.arrive();
    try {
      attempts.awaitAdvanceInterruptibly(phase, atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
