package dev.codexgateway.relay.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Encodes the frames of a server (RFC 6455 section 5.2), which are not masked and so the same for
 * everybody.
 */
public final class WsFrames {
  /** Longest payload of one frame; a longer message goes out as several frames. */
  public static final int MAX_PAYLOAD_BYTES = 64 * 1024;

  private static final int FIN = 0x80;
  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;
  private static final int MAX_REASON_BYTES = 123;

  private WsFrames() {}

  /** A whole text message. */
  public static byte[] text(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    return payload.length <= MAX_PAYLOAD_BYTES
        ? frame(FIN | TEXT, payload, 0, payload.length)
        : fragments(payload);
  }

  public static byte[] ping() {
    return frame(FIN | PING, new byte[0], 0, 0);
  }

  public static byte[] pong(byte[] payload) {
    return frame(FIN | PONG, payload, 0, payload.length);
  }

  /**
   * @param reason ASCII; cut at 123 bytes, the most that a control frame holds
   */
  public static byte[] close(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.US_ASCII);
    int length = Math.min(text.length, MAX_REASON_BYTES);
    byte[] payload = new byte[2 + length];
    payload[0] = (byte) (code >>> 8);
    payload[1] = (byte) code;
    System.arraycopy(text, 0, payload, 2, length);
    return frame(FIN | CLOSE, payload, 0, payload.length);
  }

  private static byte[] fragments(byte[] payload) {
    int count = (payload.length + MAX_PAYLOAD_BYTES - 1) / MAX_PAYLOAD_BYTES;
    byte[] all = new byte[payload.length + count * headerBytes(MAX_PAYLOAD_BYTES)];
    int at = 0;
    for (int start = 0; start < payload.length; start += MAX_PAYLOAD_BYTES) {
      int length = Math.min(MAX_PAYLOAD_BYTES, payload.length - start);
      boolean last = start + length == payload.length;
      int opcode = (last ? FIN : 0) | (start == 0 ? TEXT : CONTINUATION);
      byte[] frame = frame(opcode, payload, start, length);
      System.arraycopy(frame, 0, all, at, frame.length);
      at += frame.length;
    }
    return at == all.length ? all : Arrays.copyOf(all, at);
  }

  private static byte[] frame(int firstByte, byte[] payload, int start, int length) {
    int header = headerBytes(length);
    byte[] frame = new byte[header + length];
    frame[0] = (byte) firstByte;
    if (header == 2) {
      frame[1] = (byte) length;
    } else if (header == 4) {
      frame[1] = 126;
      frame[2] = (byte) (length >>> 8);
      frame[3] = (byte) length;
    } else {
      frame[1] = 127;
      for (int i = 0; i < 4; i++) {
        frame[6 + i] = (byte) (length >>> (24 - 8 * i));
      }
    }
    System.arraycopy(payload, start, frame, header, length);
    return frame;
  }

  private static int headerBytes(int length) {
    return length <= 125 ? 2 : length <= 0xFFFF ? 4 : 10;
  }
}
