package dev.codexgateway.functions.worker.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.codexgateway.core.platform.Environment;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PullSettingsTest {
  @Test
  void from_needed_takesDefaults() {
    assertEquals(
        new PullSettings("p", "long", 4, Duration.ofDays(1), Optional.empty()),
        PullSettings.from(
            new Environment(
                Map.of("GOOGLE_CLOUD_PROJECT", "p", "GATEWAY_LONG_JOBS_SUBSCRIPTION", "long"))));
  }

  @Test
  void from_all_areTaken() {
    assertEquals(
        new PullSettings("p", "long", 2, Duration.ofHours(1), Optional.of("localhost:1")),
        PullSettings.from(
            new Environment(
                Map.of(
                    "GATEWAY_PROJECT", "p",
                    "GOOGLE_CLOUD_PROJECT", "another",
                    "GATEWAY_LONG_JOBS_SUBSCRIPTION", "long",
                    "GATEWAY_WORKERS", "2",
                    "GATEWAY_LONGEST_RUN_SECONDS", "3600",
                    "PUBSUB_EMULATOR_HOST", "localhost:1"))));
  }

  @Test
  void from_nothing_namesWhatIsMissing() {
    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> PullWorker.start(Map.of()));
    assertEquals(
        "GATEWAY_PROJECT is not set: the Google Cloud project;"
            + " GATEWAY_LONG_JOBS_SUBSCRIPTION is not set: the subscription to pull from",
        failure.getMessage());
  }
}
