package dev.codexgateway.core.hook;

import dev.codexgateway.core.job.JobId;
import java.time.Instant;
import java.util.List;

/**
 * A delivery without its request, as lists show it.
 *
 * @param bodyBytes how many bytes of body are kept
 */
public record DeliverySummary(
    DeliveryId id,
    String hook,
    Instant receivedAt,
    Verdict verdict,
    String reason,
    int bodyBytes,
    List<JobId> jobs) {
  public DeliverySummary {
    jobs = List.copyOf(jobs);
  }
}
