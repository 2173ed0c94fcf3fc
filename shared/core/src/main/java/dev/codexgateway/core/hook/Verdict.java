package dev.codexgateway.core.hook;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What was decided about a delivery when it came in. */
public enum Verdict {
  /** Authentic and wanted: it is durable together with its jobs. */
  ACCEPTED,
  /** Authentic, but no job came of it: a ping, no filter matched, a value that no slot allows. */
  UNWANTED,
  /** Authentic, and accepted before under the same identity. */
  DUPLICATE,
  /** Not authentic: nothing it says can be believed. */
  REJECTED;

  /** The name in JSON and in stores, for example {@code unwanted}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Verdict> parse(String wireName) {
    return Arrays.stream(values())
        .filter(verdict -> verdict.wireName().equals(wireName))
        .findFirst();
  }
}
