package dev.codexgateway.logs;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A throwable as Java prints it. */
final class StackTrace {
  private StackTrace() {}

  static String of(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().stripTrailing();
  }
}
