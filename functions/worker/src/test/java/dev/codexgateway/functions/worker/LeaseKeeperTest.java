package dev.codexgateway.functions.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.codexgateway.core.job.JobStore.Claim;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.functions.worker.process.RunControl;
import dev.codexgateway.functions.worker.process.StopReason;
import dev.codexgateway.testkit.Concurrently;
import dev.codexgateway.testkit.Fixtures;
import dev.codexgateway.testkit.SettableClock;
import dev.codexgateway.testkit.memory.MemoryPlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The lease is an hour and its age is set through the time of the claim, so nothing waits. */
final class LeaseKeeperTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final SettableClock clock = SettableClock.standing();
  private final ProbedPlatform platform = new ProbedPlatform(new MemoryPlatform(clock));
  private final RunControl control = new RunControl();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final NewJob job = Fixtures.newJob(2);

  @AfterEach
  void stopTimer() {
    timer.shutdownNow();
  }

  @Test
  void beat_renewalDue_renewsAgainAndAgain() {
    try (LeaseKeeper _ = keeper(Duration.ofMillis(20), Duration.ZERO)) {
      renewals(3);
      assertEquals(Optional.empty(), control.stopReason());
      assertEquals(
          Optional.of(Fixtures.NOW.plus(HOUR)),
          platform.memory().jobs().find(job.id()).orElseThrow().leaseUntil());
    }
  }

  @Test
  void beat_cancelRequested_stopsTheRun() {
    try (LeaseKeeper _ = keeper(Duration.ofMillis(20), Duration.ZERO)) {
      platform.jobs().cancel(job.id());
      awaitStop(StopReason.CANCELLED);
    }
  }

  @Test
  void renew_cancelRequested_stopsTheRunAtOnce() {
    try (LeaseKeeper keeper = keeper(HOUR, Duration.ZERO)) {
      platform.jobs().cancel(job.id());
      keeper.renew();
      assertEquals(Optional.of(StopReason.CANCELLED), control.stopReason());
    }
  }

  @Test
  void renew_fenced_stopsTheRun() {
    try (LeaseKeeper keeper = keeper(HOUR, Duration.ZERO)) {
      clock.advance(HOUR);
      assertInstanceOf(Claim.Claimed.class, platform.jobs().claim(job.id(), HOUR));
      keeper.renew();
      assertEquals(Optional.of(StopReason.LEASE_LOST), control.stopReason());
    }
  }

  @Test
  void beat_storeAwayWhileThereIsTime_triesAgain() {
    try (LeaseKeeper _ = keeper(Duration.ofMillis(20), Duration.ofMinutes(30))) {
      platform.memory().jobs().setAvailable(false);
      renewals(3);
      assertEquals(Optional.empty(), control.stopReason());
      platform.memory().jobs().setAvailable(true);
      renewals(1);
      assertEquals(Optional.empty(), control.stopReason());
    }
  }

  @Test
  void beat_storeAwayInTheLastThird_stopsTheRun() {
    platform
        .jobs()
        .at(
            "renew",
            (_, call) -> {
              platform.memory().jobs().setAvailable(false);
              return call.get();
            });
    try (LeaseKeeper _ = keeper(Duration.ofMillis(20), Duration.ofMinutes(41))) {
      awaitStop(StopReason.LEASE_LOST);
    }
  }

  @Test
  void beat_storeHangsInTheLastThird_stopsTheRun() {
    CountDownLatch answer = new CountDownLatch(1);
    platform
        .jobs()
        .at(
            "renew",
            (_, call) -> {
              answer.await();
              return call.get();
            });
    try (LeaseKeeper _ = keeper(Duration.ofMillis(20), Duration.ofMinutes(41))) {
      awaitStop(StopReason.LEASE_LOST);
    } finally {
      answer.countDown();
    }
  }

  private LeaseKeeper keeper(Duration renewEvery, Duration age) {
    platform.jobs().submit(job);
    Lease lease =
        assertInstanceOf(Claim.Claimed.class, platform.jobs().claim(job.id(), HOUR)).lease();
    WorkerSettings settings =
        new WorkerSettings(Path.of("unused"), HOUR, renewEvery, Duration.ZERO, Duration.ZERO, HOUR);
    return new LeaseKeeper(
        platform.jobs(), lease, settings, control, timer, System.nanoTime() - age.toNanos());
  }

  private void renewals(int more) {
    int wanted = platform.jobs().count("renew") + more;
    Concurrently.await("renewals", () -> platform.jobs().count("renew") >= wanted);
  }

  private void awaitStop(StopReason reason) {
    Concurrently.await(
        "stopped: " + reason, () -> control.stopReason().equals(Optional.of(reason)));
  }
}
