package dev.codexgateway.logs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class LogsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.250Z");

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private Logger logger(LogFormat format) {
    return new LineLogger("dev.codexgateway.Some", lines(format), () -> NOW);
  }

  private LogLines lines(LogFormat format) {
    return new LogLines(new PrintStream(written, false, StandardCharsets.UTF_8), format);
  }

  private String written() {
    return written.toString(StandardCharsets.UTF_8);
  }

  private JsonObject onlyRecord() {
    String text = written();
    assertEquals(text.length() - 1, text.indexOf('\n'), "one line: " + text);
    return JsonParser.parseString(text).getAsJsonObject();
  }

  @Test
  void json_warning_isOneLineThatCloudLoggingReads() {
    logger(new JsonFormat()).warn("{}: two\nlines \"and\" a\ttab \u0007 — é", "job");
    JsonObject logged = onlyRecord();
    assertEquals("WARNING", logged.get("severity").getAsString());
    assertEquals(NOW, Instant.parse(logged.get("time").getAsString()));
    assertEquals("job: two\nlines \"and\" a\ttab \u0007 — é", logged.get("message").getAsString());
    assertEquals("dev.codexgateway.Some", logged.get("logger").getAsString());
    assertFalse(logged.has("stack_trace"));
  }

  @Test
  void json_throwable_isOnTheSameLine() {
    logger(new JsonFormat()).error("failed {}", 7, new IllegalStateException("because"));
    JsonObject logged = onlyRecord();
    assertEquals("failed 7", logged.get("message").getAsString());
    String trace = logged.get("stack_trace").getAsString();
    assertTrue(trace.startsWith("java.lang.IllegalStateException: because\n\tat "), trace);
  }

  @Test
  void text_isForPeople() {
    logger(new TextFormat()).info("listens on {}", 8080);
    assertEquals("2026-03-01T12:00:00.250Z INFO Some: listens on 8080\n", written());
  }

  @Test
  void chatter_isNotWritten() {
    logger(new TextFormat()).debug("ours");
    Logger library = new LineLogger("org.eclipse.jetty.Server", lines(new TextFormat()), () -> NOW);
    library.info("theirs");
    new LibraryLog(lines(new TextFormat()))
        .publish(new java.util.logging.LogRecord(java.util.logging.Level.INFO, "theirs"));
    assertEquals("", written());
    library.warn("trouble");
    assertEquals("2026-03-01T12:00:00.250Z WARN Server: trouble\n", written());
  }

  @ParameterizedTest
  @CsvSource({
    "K_SERVICE, worker, true",
    "CLOUD_RUN_WORKER_POOL, pull, true",
    "CLOUD_RUN_JOB, once, true",
    "GATEWAY_LOG, json, true",
    "GATEWAY_LOG, text, false",
    "HOME, /root, false"
  })
  void format_isJsonOnCloudRunAndWhereAskedFor(String name, String value, boolean json) {
    assertEquals(json, LogFormat.of(Map.of(name, value)) instanceof JsonFormat);
  }

  @Test
  void format_asked_isStrongerThanThePlace() {
    LogFormat format = LogFormat.of(Map.of("K_SERVICE", "worker", "GATEWAY_LOG", "text"));
    assertInstanceOf(TextFormat.class, format);
  }

  @ParameterizedTest
  @CsvSource({"SEVERE, ERROR", "WARNING, WARNING"})
  void libraries_levels_becomeSeverities(String level, String severity) {
    java.util.logging.LogRecord logged =
        new java.util.logging.LogRecord(
            java.util.logging.Level.parse(level), "connection to {0} lost");
    logged.setParameters(new Object[] {"host"});
    logged.setLoggerName("io.grpc.Some");
    new LibraryLog(lines(new JsonFormat())).publish(logged);
    assertEquals(severity, onlyRecord().get("severity").getAsString());
    assertEquals("connection to host lost", onlyRecord().get("message").getAsString());
  }

  @Test
  void provider_isFoundAndTakesTheLogOfLibraries() {
    assertInstanceOf(LineLogger.class, LoggerFactory.getLogger(LogsTest.class));
    List<Object> handlers =
        new ArrayList<>(List.of(LogManager.getLogManager().getLogger("").getHandlers()));
    assertEquals(1, handlers.size());
    assertInstanceOf(LibraryLog.class, handlers.getFirst());
  }
}
