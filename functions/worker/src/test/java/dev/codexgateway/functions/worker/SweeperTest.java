package dev.codexgateway.functions.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.testkit.Fixtures;
import dev.codexgateway.testkit.SettableClock;
import dev.codexgateway.testkit.memory.MemoryPlatform;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SweeperTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final SettableClock clock = SettableClock.standing();
  private final MemoryPlatform platform = new MemoryPlatform(clock);

  @Test
  void sweep_queuedForLong_ringsAgain() {
    JobId id = submit();
    assertEquals(0, sweeper(10).sweep(PATIENCE));
    clock.advance(PATIENCE.plusMillis(1));
    assertEquals(1, sweeper(10).sweep(PATIENCE));
    assertEquals(List.of(new Bell(id, Fixtures.ECHO.timeout())), platform.queue().waiting());
  }

  @Test
  void sweep_leaseExpired_ringsAgain() {
    JobId id = submit();
    platform.jobs().claim(id, Fixtures.LEASE);
    clock.advance(Fixtures.LEASE.minusMillis(1));
    assertEquals(0, sweeper(10).sweep(PATIENCE));
    clock.advance(Duration.ofMillis(1));
    assertEquals(1, sweeper(10).sweep(PATIENCE));
    assertEquals(List.of(new Bell(id, Fixtures.ECHO.timeout())), platform.queue().waiting());
  }

  @Test
  void sweep_ended_staysQuiet() {
    platform.jobs().cancel(submit());
    clock.advance(Duration.ofDays(1));
    assertEquals(0, sweeper(10).sweep(PATIENCE));
  }

  @Test
  void sweep_moreThanTheLimit_ringsForSoMany() {
    for (int i = 0; i < 5; i++) {
      submit();
    }
    clock.advance(Duration.ofMinutes(1));
    assertEquals(3, sweeper(3).sweep(PATIENCE));
    assertEquals(3, platform.queue().waiting().size());
  }

  @Test
  void sweep_storeAway_tells() {
    platform.jobs().setAvailable(false);
    assertThrows(StoreUnavailableException.class, () -> sweeper(1).sweep(PATIENCE));
  }

  private Sweeper sweeper(int limit) {
    return new Sweeper(platform.jobs(), platform.queue(), clock, limit);
  }

  private JobId submit() {
    NewJob job = Fixtures.newJob();
    platform.jobs().submit(job);
    return job.id();
  }
}
