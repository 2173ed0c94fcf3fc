package dev.codexgateway.gcp;

import java.time.Duration;

/**
 * How long to wait for a service.
 *
 * @param call for one call with its repetitions
 * @param publish for a message, which a caller waits for before it answers
 */
record Deadlines(Duration call, Duration publish) {
  /** So short that a caller is told of a failure within two seconds. */
  static final Deadlines STANDARD = new Deadlines(Duration.ofMillis(1_500), Duration.ofSeconds(1));
}
