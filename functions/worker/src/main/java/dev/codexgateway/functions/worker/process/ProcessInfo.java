package dev.codexgateway.functions.worker.process;

import java.util.Optional;

/**
 * A line of {@code /proc/PID/stat}, proc_pid_stat(5).
 *
 * @param parent the process that has to reap it
 * @param session set once by setsid(2) and inherited; a process never enters a session it left
 * @param startTicks clock ticks from boot to start; tells a process from a later one with its pid
 * @param alive false for a zombie; but a process whose first thread alone has ended is alive
 */
record ProcessInfo(int pid, int parent, int session, long startTicks, boolean alive) {
  // Counted from the field after the name, which is field 2 of the manual page.
  private static final int STATE = 0;
  private static final int PARENT = 1;
  private static final int SESSION = 3;
  private static final int THREADS = 17;
  private static final int START = 19;

  /** A pid alone names a process only as long as that process is there. */
  record Key(int pid, long startTicks) {}

  Key key() {
    return new Key(pid, startTicks);
  }

  /** Empty if the text is cut off, as it may be for a process that is vanishing. */
  static Optional<ProcessInfo> parse(int pid, String stat) {
    // The name stands in parentheses and may hold any character, a parenthesis included.
    int endOfName = stat.lastIndexOf(')');
    String[] fields = stat.substring(Math.min(endOfName + 2, stat.length())).split(" ", START + 2);
    if (endOfName < 0 || fields.length <= START) {
      return Optional.empty();
    }
    boolean ended = fields[STATE].equals("Z") || fields[STATE].equals("X");
    return Optional.of(
        new ProcessInfo(
            pid,
            Integer.parseInt(fields[PARENT]),
            Integer.parseInt(fields[SESSION]),
            Long.parseLong(fields[START]),
            !ended || Integer.parseInt(fields[THREADS]) > 1));
  }
}
