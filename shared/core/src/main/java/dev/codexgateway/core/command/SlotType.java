package dev.codexgateway.core.command;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a value of a slot must look like. */
public sealed interface SlotType {
  /** One of the words. */
  record Choice(List<String> values) implements SlotType {
    public Choice {
      values = List.copyOf(values);
    }
  }

  /** A decimal integer without plus or leading zeros, within the bounds. */
  record IntegerRange(long min, long max) implements SlotType {}

  /** Text that matches the whole pattern and is no longer than that many characters. */
  record Text(Pattern pattern, int maxChars) implements SlotType {}

  /** What is wrong with the value; empty where nothing is. */
  default Optional<String> flaw(String value) {
    return switch (this) {
      case Choice(List<String> values) ->
          values.contains(value)
              ? Optional.empty()
              : Optional.of("must be one of " + String.join(", ", values));
      case IntegerRange(long min, long max) ->
          isInteger(value) && Long.parseLong(value) >= min && Long.parseLong(value) <= max
              ? Optional.empty()
              : Optional.of("must be an integer from " + min + " to " + max);
      case Text(Pattern pattern, int maxChars) -> textFlaw(pattern, maxChars, value);
    };
  }

  private static Optional<String> textFlaw(Pattern pattern, int maxChars, String value) {
    if (value.length() > maxChars) {
      return Optional.of("must have at most " + maxChars + " characters");
    }
    return WholeMatch.flaw(pattern, value);
  }

  /** Not {@code -0}: that would be an option's letter in a slot that takes no negative number. */
  private static boolean isInteger(String value) {
    return value.matches("0|-?[1-9][0-9]{0,17}");
  }
}
