package dev.codexgateway.functions.worker.process;

import java.util.Optional;

/**
 * How a run ended. In each case no process of the run is left.
 *
 * <p>{@code stopped} is present if the run was stopped while its program was still running; the
 * program may then still have ended with a code of its own, for instance after cleaning up. A stop
 * that came after the program's own end changes nothing.
 */
public sealed interface Exit {

  /** Why the run was stopped, if it was. */
  Optional<StopReason> stopped();

  /**
   * The program ended by itself.
   *
   * @param code 0 to 255
   */
  record Exited(int code, Optional<StopReason> stopped) implements Exit {}

  /**
   * A signal ended the program.
   *
   * @param number as in signal(7)
   * @param name such as {@code SIGTERM}
   */
  record Signalled(int number, String name, Optional<StopReason> stopped) implements Exit {
    Signalled(int number, Optional<StopReason> stopped) {
      this(number, Signals.name(number), stopped);
    }
  }

  /**
   * The program could not be started.
   *
   * @param errno the error of errno(3)
   * @param message what is wrong with what, fit for the job's owner
   * @param retryCanHelp whether the system was short of something rather than the command wrong
   */
  record SpawnFailed(int errno, String message, boolean retryCanHelp) implements Exit {
    @Override
    public Optional<StopReason> stopped() {
      return Optional.empty();
    }
  }

  /** The stop came before the start. */
  record NeverStarted(StopReason reason) implements Exit {
    @Override
    public Optional<StopReason> stopped() {
      return Optional.of(reason);
    }
  }
}
