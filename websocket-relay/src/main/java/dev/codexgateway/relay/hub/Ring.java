package dev.codexgateway.relay.hub;

import dev.codexgateway.relay.wire.Frame;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The latest events of one job, found by number. Read without a lock from any event loop; {@link
 * #offer} needs the caller's lock. A frame that is found is right for its number, however old.
 */
final class Ring {
  private final AtomicReferenceArray<Frame> slots;
  private final int limitBytes;
  private int bytes;

  /** The smallest number that may be here. */
  private long low = 1;

  /** One more than the highest number offered. */
  private long high = 1;

  Ring(int events, int limitBytes) {
    this.slots = new AtomicReferenceArray<>(events);
    this.limitBytes = limitBytes;
  }

  @Nullable Frame find(long seq) {
    Frame frame = slots.get(slot(seq));
    return frame != null && frame.seq() == seq ? frame : null;
  }

  void offer(Frame frame) {
    long seq = frame.seq();
    if (seq >= high) {
      high = seq + 1;
      dropBelow(high - slots.length());
    }
    if (seq < low || find(seq) != null) {
      return;
    }
    slots.set(slot(seq), frame);
    bytes += frame.sizeBytes();
    while (bytes > limitBytes && low < high - 1) {
      dropBelow(low + 1);
    }
  }

  private void dropBelow(long seq) {
    long end = Math.min(seq, low + slots.length());
    for (long gone = low; gone < end; gone++) {
      Frame frame = slots.getAndSet(slot(gone), null);
      bytes -= frame == null ? 0 : frame.sizeBytes();
    }
    low = Math.max(low, seq);
  }

  private int slot(long seq) {
    return (int) (seq & (slots.length() - 1));
  }
}
