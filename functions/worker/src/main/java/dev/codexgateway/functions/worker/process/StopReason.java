package dev.codexgateway.functions.worker.process;

/** Why a run was stopped before its program ended by itself. */
public enum StopReason {
  /** {@link Limits#timeout()} passed; set by the runner. */
  TIMEOUT,
  /** A caller asked for it. */
  CANCELLED,
  /** Another attempt may hold the job by now, so this one must not go on. */
  LEASE_LOST,
  /** The gateway is going down. */
  SHUTDOWN
}
