package dev.codexgateway.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** A WebSocket that watches one job. */
final class Watcher implements AutoCloseable {
  private static final byte[] EVENT = prefix("event");
  private static final byte[] END = prefix("end");

  private final SocketChannel channel;
  private final WebSocketFrames frames = new WebSocketFrames();
  private final EventReceiver receiver;
  private long events;
  private boolean ended;

  /** Takes the JSON text of one {@code event} notification; valid during the call only. */
  @FunctionalInterface
  interface EventReceiver {
    void event(byte[] bytes, int from, int to);
  }

  /** Opens the WebSocket; the subscription is on its way when this returns. */
  Watcher(InetSocketAddress server, String apiKey, String jobId, long from, EventReceiver receiver)
      throws IOException {
    this.receiver = receiver;
    channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    write(
        """
        GET /ws HTTP/1.1\r
        Host: localhost\r
        X-API-Key: %s\r
        Connection: Upgrade\r
        Upgrade: websocket\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r
        """
            .formatted(apiKey)
            .getBytes(ISO_8859_1));
    readHandshake();
    write(
        text(
            """
            {"jsonrpc":"2.0","method":"subscribe","params":{"job_id":"%s","from":%d},"id":1}\
            """
                .formatted(jobId, from)));
  }

  private void readHandshake() throws IOException {
    // Byte by byte, since frames may follow at once.
    ByteBuffer one = ByteBuffer.allocate(1);
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      if (channel.read(one.clear()) < 0) {
        throw new IOException("the server closed instead of a handshake: " + head);
      }
      head.append((char) one.get(0));
    }
    if (!head.toString().startsWith("HTTP/1.1 101 ")) {
      throw new IOException("no handshake but " + head);
    }
  }

  /**
   * A client's frame, masked with zeros, which leave the payload as it is.
   *
   * @param text of at most 125 bytes
   */
  private static byte[] text(String text) {
    byte[] payload = text.getBytes(UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(6 + payload.length);
    frame.put((byte) 0x81).put((byte) (0x80 | payload.length));
    return frame.putInt(0).put(payload).array();
  }

  private void write(byte[] bytes) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(bytes);
    while (out.hasRemaining()) {
      channel.write(out);
    }
  }

  /** Reads once. */
  void read() throws IOException {
    frames.read(channel, this::message);
  }

  private void message(byte[] bytes, int from, int to) throws IOException {
    if (startsWith(EVENT, bytes, from, to)) {
      events++;
      receiver.event(bytes, from, to);
    } else if (startsWith(END, bytes, from, to)) {
      ended = true;
    } else if (new String(bytes, from, to - from, UTF_8).contains("\"error\":")) {
      throw new IOException("refused: " + new String(bytes, from, to - from, UTF_8));
    }
  }

  private static byte[] prefix(String method) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"%s\"".formatted(method).getBytes(UTF_8);
  }

  private static boolean startsWith(byte[] prefix, byte[] bytes, int from, int to) {
    return to - from >= prefix.length
        && Arrays.equals(prefix, 0, prefix.length, bytes, from, from + prefix.length);
  }

  SocketChannel channel() {
    return channel;
  }

  /** How many have come. */
  long events() {
    return events;
  }

  /** After the last event of the job. */
  boolean hasEnded() {
    return ended;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
