package dev.codexgateway.relay.wire;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.JobId;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One event of a job, encoded for each wire at most about once, when the first reader needs it, and
 * then shared by all. Two event loops may encode at the same time; they get the same bytes.
 */
public final class Frame {
  private static final int OVERHEAD_BYTES = 160;

  private final JobId job;
  private final Event event;
  private final AtomicReference<byte @Nullable []> webSocket = new AtomicReference<>();
  private final AtomicReference<byte @Nullable []> serverSentEvents = new AtomicReference<>();

  public Frame(JobId job, Event event) {
    this.job = job;
    this.event = event;
  }

  public long seq() {
    return event.seq();
  }

  /** Nothing follows it in the log. */
  public boolean isLast() {
    return event.type() == EventType.RESULT;
  }

  /** About what it takes on a wire. */
  public int sizeBytes() {
    return event.dataJson().length() + OVERHEAD_BYTES;
  }

  /** Not to be changed by the caller: others send the same array. */
  public byte[] on(Wire wire) {
    AtomicReference<byte @Nullable []> slot =
        switch (wire) {
          case WEB_SOCKET -> webSocket;
          case SERVER_SENT_EVENTS -> serverSentEvents;
        };
    byte[] bytes = slot.get();
    if (bytes == null) {
      bytes = wire.event(job, event);
      slot.set(bytes);
    }
    return bytes;
  }
}
