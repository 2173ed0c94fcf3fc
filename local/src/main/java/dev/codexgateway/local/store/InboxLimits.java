package dev.codexgateway.local.store;

import dev.codexgateway.core.hook.DeliveryStore;
import java.time.Duration;

/**
 * How much the inbox may keep.
 *
 * @param age of a delivery at most; at least {@link DeliveryStore#REMEMBERED}
 * @param totalBytes of all deliveries together, beyond which the oldest go before their time
 * @param unauthentic how many rejected ones, since anybody can send those
 */
public record InboxLimits(Duration age, long totalBytes, int unauthentic) {
  public static final int UNAUTHENTIC = 1000;

  public InboxLimits {
    if (age.compareTo(DeliveryStore.REMEMBERED) < 0) {
      throw new IllegalArgumentException("age");
    }
  }

  public InboxLimits(Duration age, long totalBytes) {
    this(age, totalBytes, UNAUTHENTIC);
  }
}
