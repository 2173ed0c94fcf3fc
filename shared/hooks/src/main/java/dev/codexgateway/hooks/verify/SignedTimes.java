package dev.codexgateway.hooks.verify;

import dev.codexgateway.core.hook.VerifierDefinition.TimeUnit;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** Signed times: a captured delivery is worthless after {@link #TOLERANCE}. */
final class SignedTimes {
  /** Both ways, since clocks differ. */
  static final Duration TOLERANCE = Duration.ofSeconds(300);

  private static final Pattern UNIX_TIME = Pattern.compile("[0-9]{1,15}");

  private SignedTimes() {}

  static void check(String text, TimeUnit unit, Instant now) throws Flaw {
    if (!UNIX_TIME.matcher(text).matches()) {
      throw new Flaw("the signed time is no Unix time");
    }
    long number = Long.parseLong(text);
    Instant signed =
        switch (unit) {
          case SECONDS -> Instant.ofEpochSecond(number);
          case MILLISECONDS -> Instant.ofEpochMilli(number);
        };
    Duration age = Duration.between(signed, now);
    if (age.abs().compareTo(TOLERANCE) > 0) {
      throw new Flaw(
          "the signed time is "
              + (age.isNegative() ? "in the future" : "in the past")
              + " by more than "
              + TOLERANCE.toSeconds()
              + " s");
    }
  }

  static String text(TimeUnit unit, Instant now) {
    return switch (unit) {
      case SECONDS -> String.valueOf(now.getEpochSecond());
      case MILLISECONDS -> String.valueOf(now.toEpochMilli());
    };
  }
}
