package dev.codexgateway.logs;

import java.util.Objects;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.slf4j.event.Level;

/**
 * Takes the warnings and errors that Google's clients and the functions framework log through
 * {@code java.util.logging}, so that all lines of a process look the same. That log ends when the
 * process begins to stop; that of slf4j goes on, which is why our own code uses slf4j.
 */
final class LibraryLog extends Handler {
  private final LogLines lines;

  LibraryLog(LogLines lines) {
    this.lines = lines;
    setLevel(java.util.logging.Level.WARNING);
  }

  /** Takes the place of every other handler. */
  static void install(LogLines lines) {
    Logger root = LogManager.getLogManager().getLogger("");
    for (Handler other : root.getHandlers()) {
      root.removeHandler(other);
    }
    root.addHandler(new LibraryLog(lines));
  }

  @Override
  public void publish(java.util.logging.LogRecord logged) {
    if (isLoggable(logged)) {
      lines.write(
          new LogRecord(
              logged.getInstant(),
              level(logged.getLevel().intValue()),
              Objects.requireNonNullElse(logged.getLoggerName(), "root"),
              MESSAGES.formatMessage(logged),
              Optional.ofNullable(logged.getThrown())));
    }
  }

  private static Level level(int value) {
    return value >= java.util.logging.Level.SEVERE.intValue() ? Level.ERROR : Level.WARN;
  }

  /** Only for {@link Formatter#formatMessage}, which knows resource bundles and parameters. */
  private static final Formatter MESSAGES =
      new Formatter() {
        @Override
        public String format(java.util.logging.LogRecord logged) {
          return formatMessage(logged);
        }
      };

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
