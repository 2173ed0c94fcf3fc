package dev.codexgateway.core.hook;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Opaque to callers, for example {@code dlv_01k9zv3e0f8q2r7w5x1c4n6m9b}. Ids made by {@link #next}
 * sort by time of creation (a ULID inside), which stores use for listing.
 */
public record DeliveryId(String value) implements Comparable<DeliveryId> {
  private static final Pattern FORM = Pattern.compile("dlv_[0-9a-z]{26}");

  public DeliveryId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a delivery id");
    }
  }

  public static DeliveryId next() {
    return new DeliveryId(
        "dlv_" + UlidCreator.getMonotonicUlid().toString().toLowerCase(Locale.ROOT));
  }

  /** Empty where the text cannot be the id of any delivery. */
  public static Optional<DeliveryId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new DeliveryId(text)) : Optional.empty();
  }

  @Override
  public int compareTo(DeliveryId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
