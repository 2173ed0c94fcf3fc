package dev.codexgateway.gcp.firestore;

import com.google.cloud.Timestamp;
import java.time.Instant;

/** Between instants and Firestore's times, which have whole microseconds. */
final class Times {
  private static final long MICROS = 1_000_000;

  private Times() {}

  static Timestamp toTimestamp(Instant instant) {
    return Timestamp.ofTimeSecondsAndNanos(
        instant.getEpochSecond(), instant.getNano() / 1000 * 1000);
  }

  static Instant toInstant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  static long toMicros(Instant instant) {
    return instant.getEpochSecond() * MICROS + instant.getNano() / 1000;
  }

  static Instant fromMicros(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * 1000);
  }
}
