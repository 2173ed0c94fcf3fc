package dev.codexgateway.functions.worker.pull;

import dev.codexgateway.core.platform.Environment;
import java.time.Duration;
import java.util.Optional;

/**
 * @param subscription short or full name of the subscription to the topic of long jobs
 * @param jobs how many run at once
 * @param longestRun an attempt ends after so long
 * @param emulator host and port of a Pub/Sub emulator
 */
record PullSettings(
    String project, String subscription, int jobs, Duration longestRun, Optional<String> emulator) {
  private static final int DAY_SECONDS = 24 * 60 * 60;

  static PullSettings from(Environment env) {
    return new PullSettings(
        env.text("GOOGLE_CLOUD_PROJECT")
            .filter(_ -> env.text("GATEWAY_PROJECT").isEmpty())
            .orElseGet(() -> env.required("GATEWAY_PROJECT", "the Google Cloud project")),
        env.required("GATEWAY_LONG_JOBS_SUBSCRIPTION", "the subscription to pull from"),
        env.integer("GATEWAY_WORKERS", 1, 1000, 4),
        env.seconds("GATEWAY_LONGEST_RUN_SECONDS", 1, 7 * DAY_SECONDS, DAY_SECONDS),
        env.text("PUBSUB_EMULATOR_HOST"));
  }
}
