package dev.codexgateway.local;

import dev.codexgateway.local.store.InboxTrimmer;
import dev.codexgateway.local.store.InboxTrimmer.Trimmed;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the webhook inbox within its limits, and says in the log what went and why. */
final class InboxKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(InboxKeeper.class);
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final InboxTrimmer trimmer;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("inbox").factory());

  InboxKeeper(InboxTrimmer trimmer) {
    this.trimmer = trimmer;
  }

  void start() {
    timer.scheduleWithFixedDelay(this::trim, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void trim() {
    try {
      tell(trimmer.trim());
    } catch (RuntimeException e) {
      log.warn("Inbox not trimmed: {}; tried again in {} s", e.getMessage(), EVERY.toSeconds());
    }
  }

  private static void tell(Trimmed trimmed) {
    if (trimmed.old() + trimmed.unauthentic() > 0) {
      log.info(
          "Inbox: trimmed {} deliveries for their age and {} rejected ones for their number",
          trimmed.old(),
          trimmed.unauthentic());
    }
    if (trimmed.surplus() > 0) {
      log.warn(
          "Inbox: trimmed {} deliveries before their time, since all together exceed"
              + " GATEWAY_INBOX_MIB; their jobs are kept, but they cannot be replayed",
          trimmed.surplus());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
