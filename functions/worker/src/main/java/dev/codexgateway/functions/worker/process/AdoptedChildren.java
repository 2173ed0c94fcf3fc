package dev.codexgateway.functions.worker.process;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The pids of the children of this process's first thread. The kernel hands orphans to that thread,
 * and no thread of Java code is the first one, so in the steady state there are none; a Java thread
 * that ends leaves the children it started here too.
 *
 * <p>The list is the file {@code /proc/PID/task/PID/children}, kept open, so that a look costs one
 * system call; a kernel built without CONFIG_PROC_CHILDREN has none, and there all processes are
 * looked through. Reading is exact only while no child is reaped, proc_pid_task(5): the caller
 * holds the lock that all reaping of these children takes.
 */
final class AdoptedChildren {
  private static final int NO_FILE = -1;

  private final int ownPid = Math.toIntExact(ProcessHandle.current().pid());
  private final int file;

  AdoptedChildren(Posix posix) {
    this(posix, "children");
  }

  /** With another file name than the kernel's, for the test of doing without the file. */
  AdoptedChildren(Posix posix, String fileName) {
    file = open(posix, fileName);
  }

  private int open(Posix posix, String fileName) {
    try {
      return posix.openReadOnly("/proc/" + ownPid + "/task/" + ownPid + "/" + fileName);
    } catch (PosixException _) {
      return NO_FILE;
    }
  }

  List<Integer> pids(Posix posix) {
    return file == NO_FILE ? scan() : read(posix);
  }

  private List<Integer> read(Posix posix) {
    int count = posix.readAt(file, 0);
    if (count == 0) {
      return List.of();
    }
    List<Integer> pids = new ArrayList<>();
    int pid = 0;
    for (long offset = 0; count > 0; count = posix.readAt(file, offset)) {
      ByteBuffer text = posix.chunk(count);
      while (text.hasRemaining()) {
        byte character = text.get();
        if (character == ' ') {
          pids.add(pid);
          pid = 0;
        } else {
          pid = pid * 10 + character - '0';
        }
      }
      offset += count;
    }
    return pids;
  }

  private List<Integer> scan() {
    return ProcessTable.children(ownPid);
  }
}
