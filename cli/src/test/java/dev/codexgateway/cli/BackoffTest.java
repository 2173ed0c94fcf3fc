package dev.codexgateway.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(new Random(1));

  @Test
  void pauses_growToTenSecondsAndNoFurther() {
    for (int ceiling = 250; ceiling < 10_000; ceiling *= 2) {
      assertWithin(ceiling / 2, ceiling, backoff.next());
    }
    for (int i = 0; i < 100; i++) {
      assertWithin(5_000, 10_000, backoff.next());
    }
  }

  @Test
  void reset_startsFromTheBeginning() {
    for (int i = 0; i < 10; i++) {
      backoff.next();
    }
    backoff.reset();
    assertWithin(125, 250, backoff.next());
  }

  @Test
  void clients_doNotComeBackTogether() {
    Set<Duration> pauses = new HashSet<>();
    for (int seed = 0; seed < 100; seed++) {
      pauses.add(new Backoff(new Random(seed)).next());
    }
    assertTrue(pauses.size() > 40, pauses.size() + " different pauses of 100 clients");
  }

  private static void assertWithin(int least, int most, Duration pause) {
    long millis = pause.toMillis();
    assertTrue(millis >= least && millis <= most, millis + " ms");
  }
}
