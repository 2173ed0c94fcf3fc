package dev.codexgateway.gcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What tells a content from others.
 *
 * @param sha256 lower-case hex
 */
record Digest(long sizeBytes, String sha256) {
  private static final int READ_BYTES = 64 * 1024;

  /** Of everything from the channel's position on. */
  static Digest of(FileChannel content) throws IOException {
    Counter counter = new Counter();
    ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
    while (content.read(buffer.clear()) >= 0) {
      counter.add(buffer.flip());
    }
    return counter.digest();
  }

  static Digest of(byte[] content) {
    Counter counter = new Counter();
    counter.add(ByteBuffer.wrap(content));
    return counter.digest();
  }

  /** Takes a content piece by piece. */
  static final class Counter {
    private final MessageDigest digest = sha256();
    private long sizeBytes;

    /** Reads the buffer to its end. */
    void add(ByteBuffer piece) {
      sizeBytes += piece.remaining();
      digest.update(piece);
    }

    Digest digest() {
      return new Digest(sizeBytes, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }
  }
}
