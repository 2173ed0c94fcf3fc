package dev.codexgateway.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** Cuts what arrives on a WebSocket (RFC 6455 section 5.2) into the text messages in it. */
final class WebSocketFrames {
  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x88;

  private ByteBuffer in = ByteBuffer.allocate(32 * 1024);

  /** Takes one text message; its bytes are valid during the call only. */
  @FunctionalInterface
  interface Receiver {
    void message(byte[] bytes, int from, int to) throws IOException;
  }

  /**
   * Reads once and hands over every message that is whole.
   *
   * @throws IOException also where the server closes or sends a message in pieces
   */
  void read(SocketChannel channel, Receiver receiver) throws IOException {
    if (channel.read(in) < 0) {
      throw new IOException("the server closed the WebSocket");
    }
    byte[] bytes = in.array();
    int at = 0;
    int limit = in.position();
    while (limit - at >= 2) {
      int length = bytes[at + 1] & 0x7F;
      int head = length < 126 ? 2 : length == 126 ? 4 : 10;
      if (limit - at < head) {
        break;
      }
      int from = at + head;
      int to = from + (head == 2 ? length : longLength(bytes, at + 2, head - 2));
      if (to > limit) {
        room(to - at);
        break;
      }
      deliver(bytes[at] & 0xFF, bytes, from, to, receiver);
      at = to;
    }
    in.flip().position(at);
    in.compact();
  }

  private void room(int frameBytes) {
    if (frameBytes > in.capacity()) {
      in = ByteBuffer.wrap(Arrays.copyOf(in.array(), 2 * frameBytes)).position(in.position());
    }
  }

  private static int longLength(byte[] bytes, int from, int count) {
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = length << 8 | (bytes[from + i] & 0xFF);
    }
    return length;
  }

  private static void deliver(int first, byte[] bytes, int from, int to, Receiver receiver)
      throws IOException {
    if (first == TEXT) {
      receiver.message(bytes, from, to);
    } else if (first == CLOSE) {
      int code = (bytes[from] & 0xFF) << 8 | (bytes[from + 1] & 0xFF);
      String reason = new String(bytes, from + 2, to - from - 2, UTF_8);
      throw new IOException("the server closed the WebSocket: " + code + " " + reason);
    } else if (first < 0x88) {
      throw new IOException("a message in pieces, which this client does not put together");
    }
  }
}
