package dev.codexgateway.cli;

import com.google.gson.JsonObject;
import java.time.Duration;

/** The calls on one job that several commands share. */
final class JobCalls {
  /** The longest that the gateway lets one call wait. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private JobCalls() {}

  static JsonObject params(String jobId) {
    JsonObject params = new JsonObject();
    params.addProperty("job_id", jobId);
    return params;
  }

  static Job get(GatewayClient client, String jobId) throws CliException, InterruptedException {
    return new Job(client.call("job.get", params(jobId)));
  }

  /**
   * The job when it is finished, or as it is after {@code wait}, in as many calls as that takes.
   *
   * @param job what is known already
   */
  static Job awaitEnd(GatewayClient client, Job job, Duration wait)
      throws CliException, InterruptedException {
    Job latest = job;
    // Counted by what was asked for, not by the clock: a gateway that answers early is not flooded.
    Duration left = wait;
    while (!latest.isFinished() && left.isPositive()) {
      Duration turn = shorter(left, LONGEST_WAIT);
      JsonObject params = params(job.id());
      params.addProperty("timeout_seconds", turn.toSeconds());
      latest = new Job(client.call("job.wait", params, turn));
      left = left.minus(turn);
    }
    return latest;
  }

  static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
