package dev.codexgateway.hooks.cel;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a template into its pieces. <code>${</code> begins an expression that ends at the matching
 * brace, where braces inside the expression's strings do not count; <code>$${</code> is <code>${
 * </code> itself.
 */
final class TemplateParser {
  private final String text;
  private final List<Piece> pieces = new ArrayList<>();
  private final StringBuilder fixed = new StringBuilder();
  private int at;

  private TemplateParser(String text) {
    this.text = text;
  }

  /** A piece of the text, in its order. */
  sealed interface Piece {
    record Fixed(String text) implements Piece {}

    /**
     * @param offset of the expression in the template
     */
    record Code(String source, int offset) implements Piece {}

    record Unclosed(int offset) implements Piece {}
  }

  static List<Piece> parse(String text) {
    return new TemplateParser(text).parse();
  }

  private List<Piece> parse() {
    while (at < text.length()) {
      if (text.startsWith("$${", at)) {
        fixed.append("${");
        at += 3;
      } else if (text.startsWith("${", at)) {
        code();
      } else {
        fixed.append(text.charAt(at++));
      }
    }
    endFixed();
    return pieces;
  }

  private void endFixed() {
    if (!fixed.isEmpty()) {
      pieces.add(new Piece.Fixed(fixed.toString()));
      fixed.setLength(0);
    }
  }

  private void code() {
    endFixed();
    int begin = at + 2;
    int end = closing(begin);
    if (end < 0) {
      pieces.add(new Piece.Unclosed(at));
      at = text.length();
    } else {
      pieces.add(new Piece.Code(text.substring(begin, end), begin));
      at = end + 1;
    }
  }

  /** Where the brace is that closes the expression; negative where there is none. */
  private int closing(int begin) {
    int depth = 0;
    int i = begin;
    while (i < text.length()) {
      switch (text.charAt(i)) {
        case '{' -> depth++;
        case '}' -> {
          if (depth-- == 0) {
            return i;
          }
        }
        case '"', '\'' -> i = endOfString(i) - 1;
        default -> {}
      }
      i++;
    }
    return -1;
  }

  /** The place after a CEL string that begins here; the end of the text where it never ends. */
  private int endOfString(int begin) {
    char quote = text.charAt(begin);
    String triple = String.valueOf(quote).repeat(3);
    String end = text.startsWith(triple, begin) ? triple : String.valueOf(quote);
    boolean isRaw = begin > 0 && "rR".indexOf(text.charAt(begin - 1)) >= 0;
    int i = begin + end.length();
    while (i < text.length() && !text.startsWith(end, i)) {
      i += !isRaw && text.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(i + end.length(), text.length());
  }
}
