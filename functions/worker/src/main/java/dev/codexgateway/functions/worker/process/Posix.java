package dev.codexgateway.functions.worker.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * System calls with the scratch memory of one thread. Descriptors and process ids are plain
 * numbers; every descriptor made here is close-on-exec.
 *
 * <p>Numbers and structures are those that Linux has on x86_64 and aarch64 alike, as the sections 2
 * of the manual name them.
 */
final class Posix implements AutoCloseable {
  static final int READ_BUFFER_BYTES = 64 * 1024;

  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int F_SETFL = 4;
  private static final short POLLIN = 1;
  private static final int P_PID = 1;
  private static final int WNOHANG = 1;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = 0x1000000;
  private static final int CLD_EXITED = 1;
  private static final int PR_SET_CHILD_SUBREAPER = 36;
  private static final long SYS_PIDFD_SEND_SIGNAL = 424;
  private static final long SYS_PIDFD_OPEN = 434;

  private static final int POLL_FD_BYTES = 8;
  private static final int MAX_POLLED = 8;
  private static final int SIGINFO_BYTES = 128;
  private static final int SIGINFO_CODE = 8;
  private static final int SIGINFO_PID = 16;
  private static final int SIGINFO_STATUS = 24;
  private static final int SCRATCH_BYTES = READ_BUFFER_BYTES + 1024;

  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = CALL_STATE.varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle CLOSE = call("close", JAVA_INT);
  private static final MethodHandle EVENTFD = call("eventfd", JAVA_INT, JAVA_INT);
  private static final MethodHandle FCNTL =
      variadic(2, "fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle GETSID = call("getsid", JAVA_INT);
  private static final MethodHandle KILL = call("kill", JAVA_INT, JAVA_INT);
  private static final MethodHandle OPEN =
      variadic(2, "open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle PIPE2 = call("pipe2", ADDRESS, JAVA_INT);
  private static final MethodHandle POLL = call("poll", ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle PRCTL =
      variadic(1, "prctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle PREAD =
      link("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle READ =
      link("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle SYSCALL =
      variadic(
          1,
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle WAITID = call("waitid", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

  // These two run without a scratch memory, so they cannot say what went wrong.
  private static final MethodHandle EVENTFD_WRITE =
      Native.link("eventfd_write", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle SIGNAL =
      Native.link("signal", FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment errno;
  private final MemorySegment small;
  private final MemorySegment pollSet;
  private final MemorySegment readBuffer;
  private final ByteBuffer chunk;

  Posix() {
    SegmentAllocator scratch = SegmentAllocator.slicingAllocator(arena.allocate(SCRATCH_BYTES, 16));
    errno = scratch.allocate(CALL_STATE);
    small = scratch.allocate(SIGINFO_BYTES, Long.BYTES);
    pollSet = scratch.allocate(POLL_FD_BYTES * MAX_POLLED, Long.BYTES);
    readBuffer = scratch.allocate(READ_BUFFER_BYTES, Long.BYTES);
    chunk = readBuffer.asByteBuffer();
  }

  @Override
  public void close() {
    arena.close();
  }

  private static MethodHandle call(String function, MemoryLayout... arguments) {
    return link(function, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  private static MethodHandle link(String function, FunctionDescriptor type) {
    return Native.link(function, type, Linker.Option.captureCallState("errno"));
  }

  private static MethodHandle variadic(int fixed, String function, FunctionDescriptor type) {
    return Native.link(
        function,
        type,
        Linker.Option.captureCallState("errno"),
        Linker.Option.firstVariadicArg(fixed));
  }

  // --- the gateway process itself

  /** Orphans of our descendants become our children instead of init's, prctl(2). */
  void becomeSubreaper() throws PosixException {
    int result;
    try {
      result = (int) PRCTL.invokeExact(errno, PR_SET_CHILD_SUBREAPER, 1L);
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
    check("prctl(PR_SET_CHILD_SUBREAPER)", result);
  }

  /**
   * An ignored SIGCHLD, which a parent can hand down, has the kernel reap our children and forget
   * how they ended, waitid(2).
   */
  static void keepChildrenForWait() {
    try {
      MemorySegment _ = (MemorySegment) SIGNAL.invokeExact(Signals.CHLD, MemorySegment.NULL);
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }

  // --- descriptors

  /** The two ends of a pipe, pipe(7); reading does not block, writing does. */
  record Pipe(int readEnd, int writeEnd) {}

  Pipe pipe() throws PosixException {
    int result;
    try {
      result = (int) PIPE2.invokeExact(errno, small, O_CLOEXEC);
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
    check("pipe2", result);
    Pipe pipe = new Pipe(small.get(JAVA_INT, 0), small.get(JAVA_INT, Integer.BYTES));
    fcntl(pipe.readEnd(), F_SETFL, O_NONBLOCK);
    return pipe;
  }

  private int fcntl(int descriptor, int command, int argument) {
    try {
      return (int) FCNTL.invokeExact(errno, descriptor, command, argument);
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }

  /** A counter that is readable when not zero, eventfd(2). */
  int event() throws PosixException {
    int descriptor;
    try {
      descriptor = (int) EVENTFD.invokeExact(errno, 0, O_CLOEXEC | O_NONBLOCK);
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
    return check("eventfd", descriptor);
  }

  /** Makes an {@link #event} readable; from any thread. */
  static void signalEvent(int descriptor) {
    try {
      int _ = (int) EVENTFD_WRITE.invokeExact(descriptor, 1L);
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }

  int openReadOnly(String path) throws PosixException {
    int descriptor;
    try (Arena name = Arena.ofConfined()) {
      descriptor = (int) OPEN.invokeExact(errno, name.allocateFrom(path), O_CLOEXEC);
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
    return check("open " + path, descriptor);
  }

  void close(int descriptor) {
    try {
      int _ = (int) CLOSE.invokeExact(errno, descriptor);
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }

  /**
   * Waits until one of the descriptors has data, has been closed by the other side, or is broken.
   *
   * @param descriptors at most eight; negative ones are passed over
   * @return a bit for each that is ready; none after the time, or after a signal
   */
  int poll(int[] descriptors, int timeoutMillis) {
    for (int i = 0; i < descriptors.length; i++) {
      pollSet.set(JAVA_INT, (long) i * POLL_FD_BYTES, descriptors[i]);
      pollSet.set(JAVA_SHORT, (long) i * POLL_FD_BYTES + 4, POLLIN);
      pollSet.set(JAVA_SHORT, (long) i * POLL_FD_BYTES + 6, (short) 0);
    }
    int count;
    try {
      count = (int) POLL.invokeExact(errno, pollSet, (long) descriptors.length, timeoutMillis);
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
    int ready = 0;
    for (int i = 0; count > 0 && i < descriptors.length; i++) {
      if (pollSet.get(JAVA_SHORT, (long) i * POLL_FD_BYTES + 6) != 0) {
        ready |= 1 << i;
      }
    }
    return ready;
  }

  /**
   * Reads what there is into the buffer that {@link #chunk} shows.
   *
   * @return the number of bytes, 0 at the end, or a negated errno: {@code -EAGAIN} for nothing yet
   */
  int read(int descriptor) {
    long count;
    try {
      count = (long) READ.invokeExact(errno, descriptor, readBuffer, (long) READ_BUFFER_BYTES);
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
    return count < 0 ? -errno() : (int) count;
  }

  /** Like {@link #read}, from a place in a file. */
  int readAt(int descriptor, long offset) {
    long count;
    try {
      count =
          (long) PREAD.invokeExact(errno, descriptor, readBuffer, (long) READ_BUFFER_BYTES, offset);
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
    return count < 0 ? -errno() : (int) count;
  }

  /** The first bytes of the read buffer, until the next read. */
  ByteBuffer chunk(int bytes) {
    return chunk.slice(0, bytes);
  }

  // --- processes

  /** A descriptor that becomes readable when the process ends, pidfd_open(2). */
  int openProcess(int pid) throws PosixException {
    return check("pidfd_open", (int) syscall(SYS_PIDFD_OPEN, pid, 0));
  }

  /** Signals the process behind a descriptor, never another one that got its number. */
  boolean signalProcess(int pidDescriptor, int signal) {
    return syscall(SYS_PIDFD_SEND_SIGNAL, pidDescriptor, signal) == 0;
  }

  private long syscall(long number, long first, long second) {
    try {
      return (long) SYSCALL.invokeExact(errno, number, first, second, 0L, 0L);
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }

  /** Signals one process, or the group {@code -pid}; whoever calls this makes sure whose it is. */
  boolean kill(int pid, int signal) {
    try {
      return (int) KILL.invokeExact(errno, pid, signal) == 0;
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }

  /** The session of a process, or -1 if there is no such process; 0 asks for our own. */
  int session(int pid) {
    try {
      return (int) GETSID.invokeExact(errno, pid);
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }

  /**
   * How a child ended.
   *
   * @param bySignal whether {@code value} is a signal number, otherwise it is the exit code
   */
  record Ending(boolean bySignal, int value) {}

  /** Takes the ending of this one child if it has ended; its number is free afterwards. */
  Optional<Ending> reap(int pid) {
    if (!waitFor(pid, WEXITED | WNOHANG)) {
      return Optional.empty();
    }
    boolean bySignal = small.get(JAVA_INT, SIGINFO_CODE) != CLD_EXITED;
    return Optional.of(new Ending(bySignal, small.get(JAVA_INT, SIGINFO_STATUS)));
  }

  /** Whether this child has ended; it stays a zombie, which keeps its number. */
  boolean hasEnded(int pid) {
    return waitFor(pid, WEXITED | WNOHANG | WNOWAIT);
  }

  private boolean waitFor(int pid, int options) {
    small.set(JAVA_INT, SIGINFO_PID, 0);
    try {
      return (int) WAITID.invokeExact(errno, P_PID, pid, small, options) == 0
          && small.get(JAVA_INT, SIGINFO_PID) != 0;
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }

  private int errno() {
    return (int) ERRNO.get(errno, 0L);
  }

  private int check(String call, int result) throws PosixException {
    if (result < 0) {
      throw new PosixException(call, errno());
    }
    return result;
  }
}
