package dev.codexgateway.cli;

/**
 * What the process answers to its shell. Where a job decides (exec --watch, exec --wait, watch) its
 * own exit code passes through, so the codes of this table can also be a job's; {@code --json}
 * tells them apart.
 *
 * <p>The numbers follow the conventions that scripts already know: {@code timeout(1)} for 124 and
 * 125, shells for 128 + signal, {@code sysexits.h} for 65 to 78.
 */
final class ExitCode {
  static final int OK = 0;

  /** The gateway refused, or a job failed without an exit code. */
  static final int FAILED = 1;

  /** The command line is wrong. */
  static final int USAGE = 2;

  /** The gateway refused the parameters: unknown command, bad argument, idempotency conflict. */
  static final int BAD_INPUT = 65;

  /** There is no such job, or it belongs to somebody else. */
  static final int NOT_FOUND = 66;

  /** The gateway cannot be reached or cannot take work. */
  static final int UNAVAILABLE = 69;

  /** A defect in this program or in the gateway. */
  static final int INTERNAL = 70;

  /** Standard output cannot be written. */
  static final int OUTPUT = 74;

  /** Not finished within the wait, or rate limited: the same call can succeed later. */
  static final int TRY_LATER = 75;

  /** The other side does not speak the gateway's protocol. */
  static final int PROTOCOL = 76;

  /** No key, a wrong key, or a key without the permission. */
  static final int NO_PERMISSION = 77;

  /** The configuration has problems. */
  static final int CONFIG = 78;

  /** The job ran out of time. */
  static final int TIMED_OUT = 124;

  /** The job was lost: whether the command did its work is unknown. */
  static final int LOST = 125;

  /** Added to the number of a signal. */
  static final int SIGNAL_BASE = 128;

  /** Interrupted (128 + SIGINT): by Ctrl-C here, or the job was cancelled. */
  static final int INTERRUPTED = 130;

  /** Nobody reads the output any more (128 + SIGPIPE). */
  static final int BROKEN_PIPE = 141;

  private ExitCode() {}
}
