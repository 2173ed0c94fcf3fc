package dev.codexgateway.core.event;

import java.util.Locale;

/** What an event tells. The wire name is the lower-case name. */
public enum EventType {
  /** {@code {"state","attempt","reason"}}: the job changed its state. */
  STATE,
  /** A piece of the output, as a string of valid UTF-8. */
  STDOUT,
  STDERR,
  /** One event object of a coding agent. */
  AGENT,
  /** {@code {"name","size","sha256","content_type"}}. */
  ARTIFACT,
  /** The last event: {@code {"state","attempt","exit_code","signal","reason",…}}. */
  RESULT;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  public String wireName() {
    return wireName;
  }

  /**
   * @throws IllegalArgumentException where there is no such type
   */
  public static EventType parse(String wireName) {
    return valueOf(wireName.toUpperCase(Locale.ROOT));
  }
}
