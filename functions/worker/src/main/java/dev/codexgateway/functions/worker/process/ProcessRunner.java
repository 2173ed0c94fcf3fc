package dev.codexgateway.functions.worker.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs commands, each with a session of its own, and leaves nobody behind. The package description
 * says what holds for a running command. Thread-safe; one per gateway.
 */
public final class ProcessRunner {
  private final String instanceId;
  private final Runs runs;

  /**
   * Makes this process a child subreaper, so that orphans of commands become its children. From
   * here on, programs that the gateway starts by other means must stay in the gateway's session, as
   * those of {@link ProcessBuilder} do by themselves; who leaves it counts as such an orphan.
   *
   * @param instanceId names the data directory: the same after a restart, and nobody else's; every
   *     process carries it in {@code GATEWAY_INSTANCE}, for {@link Orphans#killLeftBehind}
   * @throws UnsupportedOperationException if this is not Linux with glibc on x86_64 or aarch64
   */
  public ProcessRunner(String instanceId) {
    this.instanceId = instanceId;
    this.runs = Runs.ofThisProcess();
  }

  /**
   * Runs a command from its start until no process of it is left. Blocks the calling thread in
   * system calls, which an interrupt does not end; {@link RunControl#stop} does.
   *
   * @param jobId handed to the program in {@code GATEWAY_JOB_ID}, and found by it in {@code /proc}
   * @param control of this run only
   * @throws IllegalStateException if called on a virtual thread, whose carrier would be blocked
   * @throws RuntimeException what the sink threw, after everything was killed
   */
  public Exit run(
      String jobId, Command command, Limits limits, OutputSink sink, RunControl control) {
    requirePlatformThread();
    Run run = new Run(new Marker(instanceId, jobId), command, limits, sink, control);
    Optional<Exit.SpawnFailed> inAdvance = SpawnFailures.inAdvance(command);
    if (inAdvance.isPresent()) {
      return inAdvance.get();
    }
    try (Posix posix = new Posix();
        Channels channels = Channels.open(posix)) {
      control.attach(channels.wakeUp());
      try {
        Optional<StopReason> stopped = control.stopReason();
        return stopped.isPresent()
            ? new Exit.NeverStarted(stopped.get())
            : startAndSupervise(run, posix, channels);
      } finally {
        control.detach();
      }
    } catch (PosixException e) {
      return SpawnFailures.explain(command, e.errno());
    }
  }

  private record Run(
      Marker marker, Command command, Limits limits, OutputSink sink, RunControl control) {

    /** The markers come first, where they are found first and nobody can override them. */
    List<String> environment() {
      List<String> variables = new ArrayList<>(marker.variables());
      command.environment().entrySet().stream()
          .filter(variable -> !Marker.isMarker(variable.getKey()))
          .forEach(variable -> variables.add(variable.getKey() + "=" + variable.getValue()));
      return variables;
    }
  }

  private Exit startAndSupervise(Run run, Posix posix, Channels channels) throws PosixException {
    Child child = runs.begin(run.marker());
    int pid = start(run, posix, channels, child);
    ProcessTree tree = new ProcessTree(posix, runs, child);
    Supervisor supervisor = new Supervisor(tree, channels, run.limits(), run.sink(), run.control());
    try {
      channels.programStarted(pid);
    } catch (PosixException e) {
      supervisor.killUnheard();
      throw e;
    }
    return supervisor.untilOver();
  }

  private int start(Run run, Posix posix, Channels channels, Child child) throws PosixException {
    try {
      int pid =
          Spawner.spawn(
              run.command(),
              run.environment(),
              channels.stdoutWriteEnd(),
              channels.stderrWriteEnd());
      runs.started(child, pid);
      run.control().started(pid);
      return pid;
    } catch (PosixException | RuntimeException | Error e) {
      runs.abandon(posix, child);
      throw e;
    }
  }

  private static void requirePlatformThread() {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("A command must be run from a platform thread");
    }
  }
}
