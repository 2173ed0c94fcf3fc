package dev.codexgateway.cli;

/**
 * Text of others inside our own lines and tables. Control characters are shown, not sent: a label
 * must not be able to move the cursor or to fake a line. The output of a job is not treated so; it
 * reaches the terminal as if the command ran there.
 */
final class Printable {
  private Printable() {}

  /** One line without control or direction-changing characters. */
  static String text(String text) {
    if (text.chars().noneMatch(Printable::isUnsafe)) {
      return text;
    }
    StringBuilder line = new StringBuilder(text.length() + 16);
    text.chars().forEach(c -> append(line, c));
    return line.toString();
  }

  private static void append(StringBuilder line, int c) {
    switch (c) {
      case '\n' -> line.append("\\n");
      case '\t' -> line.append("\\t");
      case '\r' -> line.append("\\r");
      default -> {
        if (isUnsafe(c)) {
          line.append("\\u%04x".formatted(c));
        } else {
          line.append((char) c);
        }
      }
    }
  }

  private static boolean isUnsafe(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
