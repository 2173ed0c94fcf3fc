package dev.codexgateway.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** HTTP/1.1 requests. Not for use by two loads at once. */
public final class Requests {
  private final Supplier<byte[]> source;

  private Requests(Supplier<byte[]> source) {
    this.source = source;
  }

  /** Encoded once and sent in turn, the first again after the last. */
  private static Requests inTurn(List<byte[]> encoded) {
    AtomicInteger next = new AtomicInteger();
    return new Requests(() -> encoded.get(next.getAndIncrement() % encoded.size()));
  }

  /** Each made when it is sent, in the time of the server under test. */
  public static Requests made(Supplier<byte[]> source) {
    return new Requests(source);
  }

  public static Requests get(String path) {
    return inTurn(
        List.of(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(UTF_8)));
  }

  /** Calls of {@code POST /jsonrpc}, one after the other and then from the first again. */
  public static Requests rpc(String apiKey, Stream<String> bodies) {
    return inTurn(bodies.map(body -> rpc(apiKey, body)).toList());
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
    return source.get();
  }
}
