package dev.codexgateway.relay.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

/** A request that the server answers by itself, and with which it ends the connection. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String reason;

  Refusal(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
    this.reason = reason;
  }

  /** What the decoder could not read. */
  static Refusal of(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ -> new Refusal(414, "the request line is too long");
      case TooLongHttpHeaderException _ -> new Refusal(431, "the headers are too long");
      case RequestDecoder.FoldedHeader _ -> new Refusal(400, "folded header lines are refused");
      default -> new Refusal(400, "not a well-formed HTTP/1.1 request");
    };
  }

  int status() {
    return status;
  }

  String reason() {
    return reason;
  }
}
