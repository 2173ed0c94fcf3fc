package dev.codexgateway.core.event;

import dev.codexgateway.core.json.Json;
import java.time.Instant;

/**
 * An event that has no number yet.
 *
 * @param dataJson one JSON value on one line; it is stored and sent as it is here
 */
public record EventDraft(Instant at, EventType type, String dataJson) {
  /** A piece of output. */
  public static EventDraft text(Instant at, EventType type, String text) {
    return new EventDraft(at, type, Json.quote(text));
  }

  public Event numbered(long seq) {
    return new Event(seq, at, type, dataJson);
  }
}
