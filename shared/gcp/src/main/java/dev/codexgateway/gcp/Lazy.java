package dev.codexgateway.gcp;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Made by the first who asks; asked again where that failed. */
final class Lazy<T> {
  private final Supplier<T> maker;
  private volatile @Nullable T made;

  Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  T get() {
    T present = made;
    return present == null ? make() : present;
  }

  private synchronized T make() {
    T present = made;
    if (present == null) {
      present = maker.get();
      made = present;
    }
    return present;
  }

  Optional<T> ifMade() {
    return Optional.ofNullable(made);
  }
}
