package dev.codexgateway.core.event;

import dev.codexgateway.core.json.Json;
import java.time.Instant;

/**
 * One numbered entry of a job's log.
 *
 * @param seq from 1, without holes, across all attempts
 * @param dataJson one JSON value on one line
 */
public record Event(long seq, Instant at, EventType type, String dataJson) {
  /** {@code {"seq":12,"at":"…Z","type":"stdout","data":"…"}}: the same text live and stored. */
  public String toJson() {
    return "{" + membersJson() + "}";
  }

  /** As {@link #toJson} without the braces, to stand inside a larger object. */
  public String membersJson() {
    return "\"seq\":"
        + seq
        + ",\"at\":\""
        + Json.time(at)
        + "\",\"type\":\""
        + type.wireName()
        + "\",\"data\":"
        + dataJson;
  }
}
