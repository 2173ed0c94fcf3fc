package dev.codexgateway.hooks.cel;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * Values as the text of an argument. Only scalars have one: a list where text is wanted is none.
 */
final class ValueText {
  /** Whole numbers beyond it are not exact in a double. */
  private static final double MAX_EXACT = 9_007_199_254_740_992d;

  private ValueText() {}

  /** Empty where the value has no exact and unambiguous text. */
  static Optional<String> of(Object value) {
    return switch (value) {
      case String text -> Optional.of(text);
      case Long number -> Optional.of(number.toString());
      case UnsignedLong number -> Optional.of(number.toString());
      case Boolean bool -> Optional.of(bool.toString());
      case Double number when isExact(number) -> Optional.of(plain(number));
      default -> Optional.empty();
    };
  }

  private static boolean isExact(double number) {
    return Double.isFinite(number) && Math.abs(number) < MAX_EXACT;
  }

  private static String plain(double number) {
    return number == Math.rint(number)
        ? String.valueOf((long) number)
        : new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
  }

  /** For people: what kind of value it is. */
  static String kind(Object value) {
    return switch (value) {
      case NullValue _ -> "null";
      case String _ -> "a string";
      case Boolean _ -> "a boolean";
      case Double number when !isExact(number) -> "a number too large to be exact";
      case Number _ -> "a number";
      case Map<?, ?> _ -> "an object";
      case Iterable<?> _ -> "a list";
      case Optional<?> _ -> "an optional value; add .orValue(…)";
      default -> "no text";
    };
  }
}
