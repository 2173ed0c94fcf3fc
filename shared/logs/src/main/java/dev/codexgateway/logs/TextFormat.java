package dev.codexgateway.logs;

import java.time.temporal.ChronoUnit;

/** For people: {@code 2026-03-01T12:00:00.123Z WARN Worker: …}. */
final class TextFormat implements LogFormat {
  @Override
  public String line(LogRecord logged) {
    String trace = logged.thrown().map(thrown -> "\n" + StackTrace.of(thrown)).orElse("");
    return "%s %s %s: %s%s"
        .formatted(
            logged.time().truncatedTo(ChronoUnit.MILLIS),
            logged.level(),
            lastPart(logged.logger()),
            logged.message(),
            trace);
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
