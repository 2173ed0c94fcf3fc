package dev.codexgateway.core.hook;

import java.util.Optional;

/**
 * A page of deliveries, newest first.
 *
 * @param before only deliveries older than this one; the cursor of the next page
 * @param limit 1 to {@value #MAX_LIMIT}
 */
public record DeliveryQuery(
    Optional<String> hook, Optional<Verdict> verdict, Optional<DeliveryId> before, int limit) {
  public static final int MAX_LIMIT = 100;

  public DeliveryQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit");
    }
  }
}
