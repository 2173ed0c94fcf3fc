package dev.codexgateway.relay.watch;

/**
 * Why the relay closes a WebSocket (RFC 6455 section 7.4). 44xx: stay away, another try would end
 * the same way; 45xx: come back, after a pause that grows with each failure, and subscribe from the
 * number after the last event that was seen.
 */
public enum CloseCode {
  /** Closed by agreement. */
  NORMAL(1000, "the client closed"),
  PROTOCOL_ERROR(1002, "not RFC 6455: a frame without a mask, a reserved bit, a bad length"),
  NO_BINARY(1003, "a binary message; only text is understood"),
  NOT_UTF8(1007, "a text message that is not UTF-8"),
  TOO_BIG(1009, "a message longer than 16 KiB"),
  TOO_MANY_BAD_MESSAGES(4400, "ten messages in a row that are no JSON-RPC request"),
  KEY_DEAD(4401, "the key was revoked or has expired"),
  INTERNAL(4500, "something failed here"),
  LIFE_OVER(4501, "50 to 58 minutes are over; a bye came before"),
  TOO_SLOW(4502, "nothing was read for 30 s; the reason says from where to resume"),
  RESTARTING(4503, "the server stops; a bye came before"),
  IDLE(4504, "nothing came from the client for 300 s, not even a pong");

  private final int code;
  private final String meaning;

  CloseCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  /** One line for the protocol's documentation. */
  public String meaning() {
    return meaning;
  }

  /** Whether a client that reconnects can expect to be served. */
  public boolean comeBack() {
    return code >= 4500;
  }
}
