package dev.codexgateway.local.store;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times as the store has them: nanoseconds since 1970, good until 2262. */
final class Times {
  private static final long NANOS = 1_000_000_000L;

  private Times() {}

  static long toNanos(Instant instant) {
    return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
  }

  static @Nullable Long toNanos(Optional<Instant> instant) {
    return instant.map(Times::toNanos).orElse(null);
  }

  static Instant toInstant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }
}
