package dev.codexgateway.functions.worker.process;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The two variables in the environment of every process of a run, by which it is recognised where
 * its ancestors are gone.
 *
 * @param instanceId names the gateway's data directory, so it outlives the gateway's process
 * @param jobId unique in that directory
 */
record Marker(String instanceId, String jobId) {
  private static final String INSTANCE = "GATEWAY_INSTANCE=";
  private static final String JOB = "GATEWAY_JOB_ID=";

  Marker {
    if (instanceId.isEmpty() || jobId.isEmpty() || (instanceId + jobId).indexOf('\0') >= 0) {
      throw new IllegalArgumentException("instance and job id must be texts without NUL");
    }
  }

  List<String> variables() {
    return List.of(INSTANCE + instanceId, JOB + jobId);
  }

  static boolean isMarker(String variable) {
    return INSTANCE.equals(variable + "=") || JOB.equals(variable + "=");
  }

  /** Looks into the content of {@code /proc/PID/environ}: texts that end with NUL each. */
  static Optional<Marker> find(byte[] environment) {
    Optional<String> instance = Optional.empty();
    Optional<String> job = Optional.empty();
    for (String variable : new String(environment, StandardCharsets.UTF_8).split("\0")) {
      instance = instance.or(() -> valueOf(INSTANCE, variable));
      job = job.or(() -> valueOf(JOB, variable));
    }
    Optional<String> jobId = job;
    return instance.flatMap(first -> jobId.map(second -> new Marker(first, second)));
  }

  private static Optional<String> valueOf(String prefix, String variable) {
    return variable.startsWith(prefix) && variable.length() > prefix.length()
        ? Optional.of(variable.substring(prefix.length()))
        : Optional.empty();
  }
}
