package dev.codexgateway.functions.worker.process;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All processes of one run, as far as they are to be signalled. */
final class ProcessTree {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessTree.class);

  /** Enough to catch a process that replaces itself within a tenth of a millisecond. */
  private static final int PURSUIT_PASSES = 200;

  private final Posix posix;
  private final Runs runs;
  private final Child child;
  private final Set<ProcessInfo.Key> terminated = new HashSet<>();
  private final Set<ProcessInfo.Key> killed = new HashSet<>();

  ProcessTree(Posix posix, Runs runs, Child child) {
    this.posix = posix;
    this.runs = runs;
    this.child = child;
  }

  /** {@link Runs#endIfNobodyIsLeft}. */
  Optional<Posix.Ending> endIfNobodyIsLeft() {
    return runs.endIfNobodyIsLeft(posix, child);
  }

  /**
   * Sends SIGTERM to everybody who has not had it, parents first, so that no shell goes on with its
   * next command; SIGCONT makes those who are stopped take notice.
   */
  void terminate() {
    for (ProcessInfo process : runs.members(posix, child)) {
      if (terminated.add(process.key())) {
        signal(posix, process, Signals.TERM);
        signal(posix, process, Signals.CONT);
      }
    }
  }

  /**
   * Sends SIGKILL to everybody found. The group comes first, since the kernel lets no fork escape a
   * signal to a group (fork(2) starts again after it); who left the group is pursued.
   */
  void kill() {
    posix.kill(-child.pid(), Signals.KILL);
    int passes = 0;
    while (runs.killOrphans(posix, child, killed) && passes < PURSUIT_PASSES) {
      passes++;
    }
    runs.members(posix, child).forEach(process -> signal(posix, process, Signals.KILL));
  }

  /** Ends the run although somebody may be left whom even SIGKILL does not reach. */
  Optional<Posix.Ending> abandon() {
    LOG.error(
        "Job {} ends although its process {} or descendants of it cannot be killed;"
            + " they are tried again when another job ends",
        child.marker().jobId(),
        child.pid());
    return runs.abandon(posix, child);
  }

  /** {@link Runs#reapOrphans}. */
  void reapOrphans() {
    runs.reapOrphans(posix);
  }

  /**
   * Signals this process and not one that has got its number since: the descriptor is opened first,
   * and then the number is still this process's.
   *
   * @return whether the signal was sent
   */
  static boolean signal(Posix posix, ProcessInfo process, int signal) {
    int descriptor;
    try {
      descriptor = posix.openProcess(process.pid());
    } catch (PosixException _) {
      return false;
    }
    try {
      return ProcessTable.find(process.pid()).filter(p -> p.key().equals(process.key())).isPresent()
          && posix.signalProcess(descriptor, signal);
    } finally {
      posix.close(descriptor);
    }
  }
}
