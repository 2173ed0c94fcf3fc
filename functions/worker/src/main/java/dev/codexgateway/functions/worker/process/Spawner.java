package dev.codexgateway.functions.worker.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * Starts programs with posix_spawn(3): one exec and no copy of the gateway's memory, as the child
 * borrows it (CLONE_VM and CLONE_VFORK) until it becomes the program.
 *
 * <p>The child leads a session and a process group of its own, both named by its pid, blocks and
 * ignores no signal, and has three descriptors: 0 from a file, 1 and 2 into pipes.
 */
final class Spawner {
  private static final short POSIX_SPAWN_SETSIGDEF = 0x04;
  private static final short POSIX_SPAWN_SETSIGMASK = 0x08;
  private static final short POSIX_SPAWN_SETSID = 0x80;
  private static final int O_NOCTTY = 0x100;
  private static final int FIRST_CLOSED = 3;

  // More than glibc's structures need (80, 336 and 128 bytes).
  private static final int FILE_ACTIONS_BYTES = 256;
  private static final int ATTRIBUTES_BYTES = 1024;
  private static final int SIGNAL_SET_BYTES = 128;

  private static final MethodHandle SPAWN =
      link("posix_spawn", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle INIT = link("posix_spawn_file_actions_init", ADDRESS);
  private static final MethodHandle DESTROY = link("posix_spawn_file_actions_destroy", ADDRESS);
  private static final MethodHandle ADD_OPEN =
      link("posix_spawn_file_actions_addopen", ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle ADD_DUP2 =
      link("posix_spawn_file_actions_adddup2", ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle ADD_CHDIR =
      link("posix_spawn_file_actions_addchdir_np", ADDRESS, ADDRESS);
  private static final MethodHandle ADD_CLOSE_FROM =
      link("posix_spawn_file_actions_addclosefrom_np", ADDRESS, JAVA_INT);

  /** The same for every child, and only read by posix_spawn. */
  private static final MemorySegment ATTRIBUTES = attributes();

  private Spawner() {}

  private static MethodHandle link(String function, ValueLayout... arguments) {
    return Native.link(function, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  private static MemorySegment attributes() {
    MemorySegment attributes = Arena.global().allocate(ATTRIBUTES_BYTES, Long.BYTES);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment signals = arena.allocate(SIGNAL_SET_BYTES, Long.BYTES);
      invoke(link("posix_spawnattr_init", ADDRESS), attributes);
      invoke(link("sigemptyset", ADDRESS), signals);
      invoke(link("posix_spawnattr_setsigmask", ADDRESS, ADDRESS), attributes, signals);
      invoke(link("sigfillset", ADDRESS), signals);
      invoke(link("posix_spawnattr_setsigdefault", ADDRESS, ADDRESS), attributes, signals);
      short flags = POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
      invoke(link("posix_spawnattr_setflags", ADDRESS, JAVA_SHORT), attributes, flags);
    }
    return attributes;
  }

  /** Slow, for what happens once. */
  private static void invoke(MethodHandle function, Object... arguments) {
    try {
      if ((int) function.invokeWithArguments(arguments) != 0) {
        throw new IllegalStateException("posix_spawn attributes cannot be set");
      }
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }

  /**
   * Starts the program and returns once it has taken over, or has failed to.
   *
   * @param environment texts {@code NAME=value}
   * @param stdout what becomes descriptor 1; this and {@code stderr} stay open here
   * @return the pid
   */
  static int spawn(Command command, List<String> environment, int stdout, int stderr)
      throws PosixException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pid = arena.allocate(JAVA_INT);
      MemorySegment path = arena.allocateFrom(command.executable().toString());
      MemorySegment words = words(arena, path, command.args());
      MemorySegment variables = strings(arena, environment);
      int result = spawn(arena, pid, path, words, variables, command, stdout, stderr);
      if (result != 0) {
        throw new PosixException("posix_spawn", result);
      }
      return pid.get(JAVA_INT, 0);
    }
  }

  private static int spawn(
      Arena arena,
      MemorySegment pid,
      MemorySegment path,
      MemorySegment words,
      MemorySegment variables,
      Command command,
      int stdout,
      int stderr) {
    String input = command.stdin().map(Object::toString).orElse("/dev/null");
    MemorySegment actions = arena.allocate(FILE_ACTIONS_BYTES, Long.BYTES);
    try {
      int failure = (int) INIT.invokeExact(actions);
      failure |= (int) ADD_OPEN.invokeExact(actions, 0, arena.allocateFrom(input), O_NOCTTY, 0);
      failure |= (int) ADD_DUP2.invokeExact(actions, stdout, 1);
      failure |= (int) ADD_DUP2.invokeExact(actions, stderr, 2);
      failure |=
          (int)
              ADD_CHDIR.invokeExact(
                  actions, arena.allocateFrom(command.workingDirectory().toString()));
      failure |= (int) ADD_CLOSE_FROM.invokeExact(actions, FIRST_CLOSED);
      try {
        return failure != 0
            ? Errno.ENOMEM
            : (int) SPAWN.invokeExact(pid, path, actions, ATTRIBUTES, words, variables);
      } finally {
        int _ = (int) DESTROY.invokeExact(actions);
      }
    } catch (Throwable thrown) {
      throw Native.unexpected(thrown);
    }
  }

  private static MemorySegment words(Arena arena, MemorySegment first, List<String> rest) {
    MemorySegment words = arena.allocate(ADDRESS, rest.size() + 2L);
    words.setAtIndex(ADDRESS, 0, first);
    for (int i = 0; i < rest.size(); i++) {
      words.setAtIndex(ADDRESS, i + 1L, arena.allocateFrom(rest.get(i)));
    }
    return words;
  }

  private static MemorySegment strings(Arena arena, List<String> texts) {
    MemorySegment pointers = arena.allocate(ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      pointers.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i)));
    }
    return pointers;
  }
}
