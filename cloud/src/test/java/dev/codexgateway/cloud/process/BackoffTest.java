package dev.codexgateway.cloud.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Backoff backoff = new Backoff();

  private long millisAfter(int secondsLived) {
    return backoff.next(Duration.ofSeconds(secondsLived), SOON).toMillis();
  }

  @Test
  void pause_afterShortLives_doublesUpToHalfAMinute() {
    assertEquals(500, millisAfter(1));
    assertEquals(1_000, millisAfter(1));
    assertEquals(2_000, millisAfter(1));
    for (int i = 0; i < 10; i++) {
      millisAfter(1);
    }
    assertEquals(30_000, millisAfter(1));
  }

  @Test
  void pause_afterALongLife_isShortAgain() {
    millisAfter(1);
    millisAfter(1);
    assertEquals(500, millisAfter(60));
  }
}
