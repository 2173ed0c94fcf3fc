package dev.codexgateway.benchmarks.cost;

/**
 * A month's use.
 *
 * @param jobs how many
 * @param secondsPerJob from the claim to the committed end
 * @param concurrency jobs that share a worker instance; its CPU is paid once for all of them
 * @param connectedHours hours that watchers are connected, all added up
 * @param socketsPerRelay connections that share a relay instance
 * @param relays instances that get every event
 * @param jobBytes stored per job, with its log and index entries
 * @param eventBytes published per job
 * @param retentionDays how long a job is kept
 */
record Workload(
    long jobs,
    double secondsPerJob,
    double concurrency,
    double connectedHours,
    double socketsPerRelay,
    int relays,
    double jobBytes,
    double eventBytes,
    double retentionDays) {
  /** A Cloud Run instance of the worker and of the relay: 1 vCPU, 1 GiB. */
  static final double WORKER_GIB = 1;

  /** An instance of the intake: 1 vCPU, 512 MiB. */
  static final double INTAKE_GIB = 0.5;

  /** Time that is paid per request to the intake, which is counted in steps of 100 ms. */
  static final double INTAKE_SECONDS = 0.1;

  Workload {
    if (jobs < 0 || secondsPerJob < 0 || connectedHours < 0 || relays < 0) {
      throw new IllegalArgumentException("less than nothing");
    }
    if (concurrency < 1 || socketsPerRelay < 1) {
      throw new IllegalArgumentException("an instance serves at least one");
    }
  }
}
