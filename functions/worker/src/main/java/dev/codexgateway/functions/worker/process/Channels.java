package dev.codexgateway.functions.worker.process;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/** The descriptors between one run's program and its supervisor, and the wait on all of them. */
final class Channels implements AutoCloseable {
  private static final int CLOSED = -1;
  private static final int STDOUT = 0;
  private static final int STDERR = 1;
  private static final int PROGRAM = 2;
  private static final int WAKE_UP = 3;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Reads that empty a pipe of the default size, for each stream, with some to spare. */
  private static final int LAST_READS = 32;

  private final Posix posix;
  private final int[] polled = {CLOSED, CLOSED, CLOSED, CLOSED};
  private final int[] writeEnds = {CLOSED, CLOSED};
  private int ready;
  private boolean programEnded;

  private Channels(Posix posix) {
    this.posix = posix;
  }

  static Channels open(Posix posix) throws PosixException {
    Channels channels = new Channels(posix);
    try {
      channels.openPipe(STDOUT);
      channels.openPipe(STDERR);
      channels.polled[WAKE_UP] = posix.event();
      return channels;
    } catch (PosixException e) {
      channels.close();
      throw e;
    }
  }

  private void openPipe(int stream) throws PosixException {
    Posix.Pipe pipe = posix.pipe();
    polled[stream] = pipe.readEnd();
    writeEnds[stream] = pipe.writeEnd();
  }

  int stdoutWriteEnd() {
    return writeEnds[STDOUT];
  }

  int stderrWriteEnd() {
    return writeEnds[STDERR];
  }

  /** To be signalled from other threads. */
  int wakeUp() {
    return polled[WAKE_UP];
  }

  /**
   * The program has its own copies of the write ends; ours would keep us from seeing the end of the
   * output.
   */
  void programStarted(int pid) throws PosixException {
    closeAll(writeEnds);
    polled[PROGRAM] = posix.openProcess(pid);
  }

  /**
   * Waits until something can be read, the program has ended, somebody signals, or the time is
   * over, which is rounded up to milliseconds.
   *
   * @return whether the program has come to its end just now
   */
  boolean await(long nanos) {
    long millis = Math.ceilDiv(Math.max(nanos, 0), NANOS_PER_MILLI);
    ready = posix.poll(polled, (int) Math.min(millis, Integer.MAX_VALUE));
    if (isReady(WAKE_UP)) {
      posix.read(polled[WAKE_UP]);
    }
    if (isReady(PROGRAM)) {
      close(PROGRAM);
      programEnded = true;
      return true;
    }
    return false;
  }

  boolean programEnded() {
    return programEnded;
  }

  boolean outputEnded() {
    return polled[STDOUT] == CLOSED && polled[STDERR] == CLOSED;
  }

  /** Hands on one chunk of each stream that has one since {@link #await}. */
  void transfer(OutputSink sink) {
    if (isReady(STDOUT)) {
      readOnce(STDOUT, sink::stdout);
    }
    if (isReady(STDERR)) {
      readOnce(STDERR, sink::stderr);
    }
  }

  /** Hands on what was written before the last writer was gone. */
  void transferRest(OutputSink sink) {
    for (int i = 0; i < LAST_READS && readOnce(STDOUT, sink::stdout); i++) {}
    for (int i = 0; i < LAST_READS && readOnce(STDERR, sink::stderr); i++) {}
  }

  private boolean isReady(int channel) {
    return (ready & 1 << channel) != 0;
  }

  private boolean readOnce(int stream, Consumer<ByteBuffer> consumer) {
    if (polled[stream] == CLOSED) {
      return false;
    }
    int count = posix.read(polled[stream]);
    if (count > 0) {
      consumer.accept(posix.chunk(count));
    } else if (count != -Errno.EAGAIN && count != -Errno.EINTR) {
      close(stream);
    }
    return count > 0;
  }

  private void close(int channel) {
    posix.close(polled[channel]);
    polled[channel] = CLOSED;
  }

  @Override
  public void close() {
    closeAll(writeEnds);
    closeAll(polled);
  }

  private void closeAll(int[] descriptors) {
    Arrays.stream(descriptors).filter(descriptor -> descriptor != CLOSED).forEach(posix::close);
    Arrays.fill(descriptors, CLOSED);
  }
}
