package dev.codexgateway.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ServerClockTest {
  private static final Instant LOCAL = Instant.parse("2026-03-01T12:10:00.123456Z");
  private static final Instant SERVER = Instant.parse("2026-03-01T12:00:00Z");

  private final AtomicLong nanos = new AtomicLong(17);
  private final ServerClock clock = new ServerClock(InstantSource.fixed(LOCAL), nanos::get);

  @Test
  void instant_beforeAnyAnswer_isTheMachines() {
    assertFalse(clock.isLearned());
    assertEquals(LOCAL, clock.instant());
  }

  @Test
  void instant_afterAnAnswer_goesOnFromTheServers() {
    clock.heard(SERVER);
    pass(Duration.ofSeconds(5));

    assertTrue(clock.isLearned());
    assertEquals(SERVER.plusSeconds(5), clock.instant());
  }

  @Test
  void instant_hasWholeMicroseconds() {
    clock.heard(SERVER);
    pass(Duration.ofNanos(1_999));

    assertEquals(SERVER.plusNanos(1_000), clock.instant());
  }

  @Test
  void heard_laterThanThought_goesAhead() {
    clock.heard(SERVER);
    pass(Duration.ofSeconds(1));
    clock.heard(SERVER.plusSeconds(3));

    assertEquals(SERVER.plusSeconds(3), clock.instant());
  }

  @Test
  void heard_fromASlowAnswer_doesNotGoBack() {
    clock.heard(SERVER);
    pass(Duration.ofSeconds(1));
    clock.heard(SERVER.plusMillis(500));

    assertEquals(SERVER.plusSeconds(1), clock.instant());
  }

  @Test
  void heard_afterAnHourOfAFastMonotonicClock_isFollowedBack() {
    clock.heard(SERVER);
    pass(Duration.ofHours(1).plusSeconds(2));
    clock.heard(SERVER.plus(Duration.ofHours(1)));

    assertEquals(SERVER.plus(Duration.ofHours(1)), clock.instant());
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
