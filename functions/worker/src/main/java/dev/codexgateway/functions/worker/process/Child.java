package dev.codexgateway.functions.worker.process;

import java.util.Collection;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The program of a run, as {@link Runs} knows it. Its number stays its own from start to reap, as a
 * zombie keeps it. Guarded by the lock of {@link Runs}.
 */
final class Child {
  private static final int NOT_STARTED = 0;

  private final Marker marker;
  private int pid = NOT_STARTED;
  private OptionalLong startTicks = OptionalLong.empty();
  private final Set<ProcessInfo.Key> knownMembers = new HashSet<>();

  Child(Marker marker) {
    this.marker = marker;
  }

  Marker marker() {
    return marker;
  }

  int pid() {
    return pid;
  }

  void started(int newPid) {
    pid = newPid;
  }

  /** Remembers who was seen to be of this run, as parents that prove it may end first. */
  void recognise(Collection<ProcessInfo> members) {
    members.forEach(member -> knownMembers.add(member.key()));
  }

  boolean knows(ProcessInfo process) {
    return process.session() == pid || knownMembers.contains(process.key());
  }

  /** One that is just being started may already have a child that is an orphan. */
  boolean mayHaveStartedBefore(ProcessInfo orphan) {
    return pid == NOT_STARTED || startTicks() <= orphan.startTicks();
  }

  /** Read only when asked for, as most runs leave no orphan behind. */
  private long startTicks() {
    if (startTicks.isEmpty()) {
      startTicks = ProcessTable.find(pid).stream().mapToLong(ProcessInfo::startTicks).findFirst();
    }
    return startTicks.orElse(0);
  }
}
