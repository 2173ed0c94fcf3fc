package dev.codexgateway.core.command;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Matches a caller's value against a pattern of the configuration with bounded effort. The pattern
 * is trusted, the value is not: it could have been made to let the pattern backtrack for hours, or
 * until the stack overflows. Such a value counts as one that does not match.
 */
final class WholeMatch {
  private static final long BASE_STEPS = 4_000;
  private static final long STEPS_PER_CHAR = 100;

  private WholeMatch() {}

  /** What is wrong with the value; empty where all of it matches. */
  static Optional<String> flaw(Pattern pattern, String value) {
    try {
      return pattern.matcher(new Counted(value)).matches()
          ? Optional.empty()
          : Optional.of("must match " + pattern.pattern());
    } catch (Exhausted | StackOverflowError e) {
      return Optional.of("takes too much work to match " + pattern.pattern());
    }
  }

  private static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exhausted() {
      super("exhausted", null, false, false);
    }
  }

  /** The matcher reads characters one by one, so reads measure its work. */
  private static final class Counted implements CharSequence {
    private final String value;
    private long stepsLeft;

    Counted(String value) {
      this.value = value;
      this.stepsLeft = BASE_STEPS + STEPS_PER_CHAR * value.length();
    }

    @Override
    public char charAt(int index) {
      if (stepsLeft-- == 0) {
        throw new Exhausted();
      }
      return value.charAt(index);
    }

    @Override
    public int length() {
      return value.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return value.subSequence(start, end);
    }

    @Override
    public String toString() {
      return value;
    }
  }
}
