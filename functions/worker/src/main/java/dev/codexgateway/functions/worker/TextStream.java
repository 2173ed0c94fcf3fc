package dev.codexgateway.functions.worker;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * One output stream of a process as text: UTF-8 across chunk borders, bad bytes become U+FFFD.
 * Counts every byte, and keeps no more than it is allowed to.
 */
final class TextStream {
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  // Bytes of a character whose end has not come yet; at most three.
  private final ByteBuffer unfinished = ByteBuffer.allocate(8);
  private long bytes;

  /** How many bytes were printed, kept or not. */
  long bytes() {
    return bytes;
  }

  void count(int more) {
    bytes += more;
  }

  /** The text that is complete with these bytes. */
  String decode(ByteBuffer chunk) {
    StringBuilder text = new StringBuilder(chunk.remaining());
    while (unfinished.position() > 0 && chunk.hasRemaining()) {
      unfinished.put(chunk.get());
      text.append(decodeUnfinished());
    }
    text.append(decodeSome(chunk, false));
    unfinished.put(chunk);
    return text.toString();
  }

  /** What is left of a character that never ended. */
  String end() {
    unfinished.flip();
    CharBuffer out = CharBuffer.allocate(unfinished.remaining() + 1);
    decoder.decode(unfinished, out, true);
    decoder.flush(out);
    decoder.reset();
    unfinished.clear();
    return out.flip().toString();
  }

  private String decodeUnfinished() {
    unfinished.flip();
    String text = decodeSome(unfinished, false);
    unfinished.compact();
    return text;
  }

  private String decodeSome(ByteBuffer in, boolean last) {
    CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
    decoder.decode(in, out, last);
    return out.flip().toString();
  }
}
