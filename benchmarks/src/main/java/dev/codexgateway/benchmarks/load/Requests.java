package dev.codexgateway.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Stream;

/** HTTP/1.1 requests, encoded once and sent in turn. Not for use by two loads at once. */
public final class Requests {
  private final List<byte[]> encoded;
  private int next;

  private Requests(List<byte[]> encoded) {
    this.encoded = encoded;
  }

  public static Requests get(String path) {
    return new Requests(
        List.of(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8)));
  }

  /** Calls of {@code POST /jsonrpc}, one after the other and then from the first again. */
  public static Requests rpc(String apiKey, Stream<String> bodies) {
    return new Requests(bodies.map(body -> rpc(apiKey, body)).toList());
  }

  static byte[] rpc(String apiKey, String body) {
    int length = body.getBytes(UTF_8).length;
    return """
    POST /jsonrpc HTTP/1.1\r
    Host: localhost\r
    X-API-Key: %s\r
    Content-Type: application/json\r
    Content-Length: %d\r
    \r
    %s\
    """
        .formatted(apiKey, length, body)
        .getBytes(UTF_8);
  }

  byte[] next() {
    byte[] request = encoded.get(next);
    next = (next + 1) % encoded.size();
    return request;
  }
}
