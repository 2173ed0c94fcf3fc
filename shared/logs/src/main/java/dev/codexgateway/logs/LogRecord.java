package dev.codexgateway.logs;

import java.time.Instant;
import java.util.Optional;
import org.slf4j.event.Level;

/**
 * @param logger its full name, most often that of a class
 * @param message one or more lines
 */
record LogRecord(
    Instant time, Level level, String logger, String message, Optional<Throwable> thrown) {}
