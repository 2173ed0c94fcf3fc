package dev.codexgateway.benchmarks.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What a load saw.
 *
 * @param good responses with status 200 or 202 and without a JSON-RPC error
 * @param bad all others
 * @param latencyNanos of every response
 */
public record LoadResult(long good, long bad, Duration took, Histogram latencyNanos) {
  /** Good responses. */
  public double perSecond() {
    return good / (took.toNanos() / 1e9);
  }

  public double latencyMillis(double percentile) {
    return latencyNanos.getValueAtPercentile(percentile) / 1e6;
  }
}
