package dev.codexgateway.relay.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** The bytes of a request body as they arrive. Grows with what came, not with what was declared. */
final class Body {
  private static final byte[] EMPTY = new byte[0];
  private static final int FIRST_BYTES = 8 * 1024;

  private final int limitBytes;
  private final long declaredBytes;
  private byte[] bytes = EMPTY;
  private int length;

  /**
   * @param declaredBytes negative where nothing was declared
   */
  Body(int limitBytes, long declaredBytes) {
    this.limitBytes = limitBytes;
    this.declaredBytes = declaredBytes;
  }

  int limitBytes() {
    return limitBytes;
  }

  boolean isTooLong(int moreBytes) {
    return (long) length + moreBytes > limitBytes;
  }

  void append(ByteBuf more) {
    int size = more.readableBytes();
    if (length + size > bytes.length) {
      bytes = Arrays.copyOf(bytes, capacity(length + size));
    }
    more.readBytes(bytes, length, size);
    length += size;
  }

  byte[] toBytes() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  private int capacity(int needed) {
    long grown = Math.max(needed, Math.max(FIRST_BYTES, 2L * bytes.length));
    long useful = declaredBytes >= needed ? declaredBytes : limitBytes;
    return (int) Math.min(grown, useful);
  }
}
