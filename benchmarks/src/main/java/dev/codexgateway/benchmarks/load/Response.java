package dev.codexgateway.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Reads one response after the other from a connection. Understands only what the servers under
 * test send: a status line, a Content-Length, a body.
 */
final class Response {
  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(ISO_8859_1);
  private static final byte[] LINE_END = "\r\n".getBytes(ISO_8859_1);
  private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(ISO_8859_1);
  private static final byte[] RPC_ERROR = "\"error\":".getBytes(ISO_8859_1);

  private ByteBuffer in = ByteBuffer.allocate(16 * 1024);
  private int bodyStart = -1;
  private int end = -1;

  /** Forgets the response before. */
  void clear() {
    in.clear();
    bodyStart = -1;
    end = -1;
  }

  /** Reads what there is; true once the response is whole. */
  boolean read(SocketChannel channel) throws IOException {
    if (!in.hasRemaining()) {
      in = ByteBuffer.allocate(2 * in.capacity()).put(in.flip());
    }
    if (channel.read(in) < 0) {
      throw new IOException("the server closed the connection");
    }
    if (end < 0) {
      parseHead();
    }
    return end >= 0 && in.position() >= end;
  }

  private void parseHead() throws IOException {
    int headEnd = indexOf(HEAD_END, 0, in.position());
    if (headEnd < 0) {
      return;
    }
    int length = indexOf(LENGTH, 0, headEnd);
    if (length < 0) {
      throw new IOException("a response without a Content-Length: " + text(0, headEnd));
    }
    int valueStart = length + LENGTH.length;
    int valueEnd = indexOf(LINE_END, valueStart, headEnd + LINE_END.length);
    bodyStart = headEnd + HEAD_END.length;
    end = bodyStart + Integer.parseInt(text(valueStart, valueEnd).strip());
  }

  /** Whether it is a 200 or 202 whose body is no JSON-RPC error. */
  boolean isGood() {
    byte[] bytes = in.array();
    return bytes[9] == '2'
        && bytes[10] == '0'
        && (bytes[11] == '0' || bytes[11] == '2')
        && indexOf(RPC_ERROR, bodyStart, end) < 0;
  }

  String body() {
    return new String(in.array(), bodyStart, end - bodyStart, UTF_8);
  }

  /** Head and body, for messages. */
  @Override
  public String toString() {
    return text(0, Math.min(in.position(), 400));
  }

  private String text(int from, int to) {
    return new String(in.array(), from, to - from, ISO_8859_1);
  }

  /** Where {@code wanted}, given in small letters, begins; -1 where it does not. */
  private int indexOf(byte[] wanted, int from, int to) {
    byte[] bytes = in.array();
    for (int at = from; at + wanted.length <= to; at++) {
      int same = 0;
      while (same < wanted.length && lower(bytes[at + same]) == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return at;
      }
    }
    return -1;
  }

  private static int lower(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
  }
}
