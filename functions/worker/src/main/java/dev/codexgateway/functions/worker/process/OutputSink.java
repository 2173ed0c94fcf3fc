package dev.codexgateway.functions.worker.process;

import java.nio.ByteBuffer;

/**
 * Takes the output of one run. All methods are called from the thread that called {@link
 * ProcessRunner#run}, never two at a time.
 *
 * <p>Chunks are the program's bytes, in order within each stream; a chunk may end in the middle of
 * a character. The order between the two streams is the order in which they were read, which is all
 * that two pipes can tell.
 *
 * <p>A sink may block: nothing is read meanwhile, and the program waits once its pipe is full (64
 * KiB, pipe(7)). Timeout and stop are obeyed as soon as the sink returns. If a method throws, the
 * whole process tree is killed and the exception leaves {@code run}.
 */
public interface OutputSink {

  /** The buffer is valid during the call only, and holds at least one byte. */
  void stdout(ByteBuffer chunk);

  /** The buffer is valid during the call only, and holds at least one byte. */
  void stderr(ByteBuffer chunk);

  /**
   * How long until {@link #tick} is wanted, asked before each wait; zero or less means now. The
   * answer is rounded up to whole milliseconds.
   */
  default long nanosUntilTick() {
    return Long.MAX_VALUE;
  }

  /**
   * Called when the time named by {@link #nanosUntilTick} has come. There is no last tick when the
   * run ends: what the sink still holds is flushed by whoever called {@code run}.
   */
  default void tick() {}
}
