package dev.codexgateway.benchmarks;

import java.time.Duration;

/**
 * How long and how often to measure.
 *
 * @param rounds of each figure; the median counts
 * @param round how long one lasts
 * @param warmUp before the first, for the compilers of the JVM
 * @param starts of the gateway
 * @param jobs one after the other, for latencies
 */
record Plan(int rounds, Duration round, Duration warmUp, int starts, int jobs) {
  static final Plan FULL = new Plan(5, Duration.ofSeconds(4), Duration.ofSeconds(6), 7, 300);
  static final Plan QUICK = new Plan(3, Duration.ofSeconds(1), Duration.ofSeconds(3), 3, 60);

  boolean isQuick() {
    return equals(QUICK);
  }
}
