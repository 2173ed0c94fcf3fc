package dev.codexgateway.functions.worker.process;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The handle by which other threads watch and stop one run. For a single run; thread-safe. */
public final class RunControl {
  private static final int NOT_ATTACHED = -1;

  private @Nullable StopReason stopReason;
  private int wakeUp = NOT_ATTACHED;
  private long pid;

  /**
   * Asks the run to stop: its tree gets SIGTERM, and SIGKILL after {@link Limits#terminateGrace}.
   * Returns at once. A run that has not started will not start; on one that has ended this has no
   * effect. Only the first reason counts.
   *
   * @return whether this was the first
   */
  public synchronized boolean stop(StopReason reason) {
    if (stopReason != null) {
      return false;
    }
    stopReason = reason;
    if (wakeUp != NOT_ATTACHED) {
      Posix.signalEvent(wakeUp);
    }
    return true;
  }

  /**
   * The first reason given, whether or not it came in time; {@link Exit} says what became of it.
   */
  public synchronized Optional<StopReason> stopReason() {
    return Optional.ofNullable(stopReason);
  }

  /** The process id of the program once it was started; it stays known after the end. */
  public synchronized OptionalLong pid() {
    return pid == 0 ? OptionalLong.empty() : OptionalLong.of(pid);
  }

  /** From here on until {@link #detach}, a stop also signals this eventfd. */
  synchronized void attach(int eventDescriptor) {
    wakeUp = eventDescriptor;
  }

  synchronized void detach() {
    wakeUp = NOT_ATTACHED;
  }

  synchronized void started(long newPid) {
    pid = newPid;
  }
}
