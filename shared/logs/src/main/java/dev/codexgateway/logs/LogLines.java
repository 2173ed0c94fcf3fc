package dev.codexgateway.logs;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Where records go: one after the other to standard output. */
final class LogLines {
  private final PrintStream out;
  private final LogFormat format;

  LogLines(PrintStream out, LogFormat format) {
    this.out = out;
    this.format = format;
  }

  static LogLines ofThisProcess(Map<String, String> env) {
    return new LogLines(System.out, LogFormat.of(env));
  }

  /** As bytes, since standard output has another character set in a process without a locale. */
  void write(LogRecord logged) {
    byte[] line = (format.line(logged) + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (out) {
      out.write(line, 0, line.length);
      out.flush();
    }
  }
}
