package dev.codexgateway.functions.worker;

import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.OutputCounts;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Gathers output into events: neighbouring text of one stream becomes one event, as long as the
 * event stays small enough to be sent as one WebSocket frame. Output past the limit is counted and
 * not kept.
 */
final class OutputBuffer {
  /** Of the event's JSON string: the frame around it has 64 KiB. */
  static final int MAX_ENCODED_BYTES = 48 * 1024;

  private static final int QUOTES_BYTES = 2;

  private final InstantSource clock;
  private final TextStream stdout = new TextStream();
  private final TextStream stderr = new TextStream();
  private final List<EventDraft> complete = new ArrayList<>();
  private final StringBuilder open = new StringBuilder();
  private EventType openType = EventType.STDOUT;
  private int openEncodedBytes = QUOTES_BYTES;
  private long waitingChars;
  private long room;
  private boolean truncated;

  OutputBuffer(InstantSource clock, long limitBytes) {
    this.clock = clock;
    this.room = limitBytes;
  }

  void add(EventType type, ByteBuffer chunk) {
    TextStream stream = type == EventType.STDOUT ? stdout : stderr;
    stream.count(chunk.remaining());
    if (chunk.remaining() > room) {
      truncated = true;
      chunk = chunk.slice(chunk.position(), (int) room);
    }
    room -= chunk.remaining();
    append(type, stream.decode(chunk));
  }

  OutputCounts counts() {
    return new OutputCounts(stdout.bytes(), stderr.bytes(), truncated);
  }

  boolean isEmpty() {
    return open.isEmpty() && complete.isEmpty();
  }

  long waitingChars() {
    return waitingChars;
  }

  /** Takes all events out; unfinished characters stay for the bytes to come. */
  List<EventDraft> take() {
    close();
    List<EventDraft> taken = List.copyOf(complete);
    complete.clear();
    waitingChars = 0;
    return taken;
  }

  /**
   * As {@link #take}, when no more bytes can come. A character that the process never finished is a
   * bad one; one that the limit cut is not the process's fault and is left out.
   */
  List<EventDraft> takeLast() {
    if (!truncated) {
      append(EventType.STDOUT, stdout.end());
      append(EventType.STDERR, stderr.end());
    }
    return take();
  }

  private void append(EventType type, String text) {
    if (text.isEmpty()) {
      return;
    }
    if (type != openType) {
      close();
      openType = type;
    }
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      int encoded = encodedBytes(text.charAt(i));
      if (openEncodedBytes + encoded > MAX_ENCODED_BYTES) {
        open.append(text, from, i);
        close();
        from = i;
      }
      openEncodedBytes += encoded;
    }
    open.append(text, from, text.length());
    waitingChars += text.length();
  }

  /**
   * Upper bound of the character's share of a JSON string in UTF-8. The first half of a pair stands
   * for both, so that no event ends between them.
   */
  private static int encodedBytes(char c) {
    if (Character.isSurrogate(c)) {
      return Character.isHighSurrogate(c) ? 4 : 0;
    }
    if (c < 0x20 || c == 0x2028 || c == 0x2029) {
      return 6;
    }
    if (c == '"' || c == '\\') {
      return 2;
    }
    return c < 0x80 ? 1 : 3;
  }

  private void close() {
    if (!open.isEmpty()) {
      complete.add(EventDraft.text(clock.instant(), openType, open.toString()));
      open.setLength(0);
    }
    openEncodedBytes = QUOTES_BYTES;
  }
}
