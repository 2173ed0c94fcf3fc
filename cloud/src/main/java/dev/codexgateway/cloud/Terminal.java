package dev.codexgateway.cloud;

import java.io.PrintStream;

/** Where people read; with colours only where it is a terminal. */
final class Terminal {
  private static final String DIM = "\u001b[2m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintStream out;
  private final boolean colours;
  private final long beganNanos = System.nanoTime();

  Terminal(PrintStream out, boolean colours) {
    this.out = out;
    this.colours = colours;
  }

  /** A step, with the seconds since the start. */
  void progress(String text) {
    double seconds = (System.nanoTime() - beganNanos) / 1e9;
    out.println(coloured(DIM, "%6.1f s".formatted(seconds)) + "  " + text);
  }

  void problem(String text) {
    out.println(coloured(RED, text));
  }

  void print(String text) {
    out.println(text);
  }

  private String coloured(String colour, String text) {
    return colours ? colour + text + PLAIN : text;
  }
}
