package dev.codexgateway.logs;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.slf4j.event.Level;

/**
 * The structured form that Cloud Logging takes from standard output: {@code
 * {"severity":"WARNING","time":"…Z","message":"…","logger":"…","stack_trace":"…"}}
 * (https://cloud.google.com/logging/docs/structured-logging). A stack trace in a member of that
 * name is found by Error Reporting.
 */
final class JsonFormat implements LogFormat {
  @Override
  public String line(LogRecord logged) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      json.name("severity").value(severity(logged.level()));
      json.name("time").value(logged.time().toString());
      json.name("message").value(logged.message());
      json.name("logger").value(logged.logger());
      if (logged.thrown().isPresent()) {
        json.name("stack_trace").value(StackTrace.of(logged.thrown().get()));
      }
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static String severity(Level level) {
    return switch (level) {
      case ERROR -> "ERROR";
      case WARN -> "WARNING";
      case INFO -> "INFO";
      case DEBUG, TRACE -> "DEBUG";
    };
  }
}
