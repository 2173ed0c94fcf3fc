package dev.codexgateway.cli;

/** Shows a job's log until its end and answers with the job's exit code. */
final class JobWatch {
  private final Surroundings surroundings;
  private final GatewayClient client;
  private final String jobId;
  private final LogStream stream;

  /**
   * @param from the number of the first event to show
   * @param json whether to print events instead of output
   */
  JobWatch(Surroundings surroundings, GatewayClient client, String jobId, long from, boolean json) {
    this.surroundings = surroundings;
    this.client = client;
    this.jobId = jobId;
    this.stream =
        new LogStream(client, surroundings, jobId, from, new EventPrinter(surroundings, json));
  }

  /**
   * @param cancelOnInterrupt whether Ctrl-C cancels the job; otherwise it only stops the watching
   * @return see {@link Job#exitCode}
   */
  int run(boolean cancelOnInterrupt) throws CliException, InterruptedException {
    Runnable interrupted = cancelOnInterrupt ? this::cancel : this::leave;
    try (var _ = surroundings.interrupts().onInterrupt(interrupted)) {
      stream.follow();
    }
    Job job = JobCalls.get(client, jobId);
    job.unusualEnd().ifPresent(surroundings::note);
    return job.exitCode();
  }

  private void leave() {
    long next = stream.stop();
    surroundings.note(
        "stopped watching, the job goes on; see the rest with: gateway watch %s --from %d"
            .formatted(jobId, next));
  }

  private void cancel() {
    stream.stop();
    try {
      client.call("job.cancel", JobCalls.params(jobId));
      surroundings.note("cancelled job " + jobId);
    } catch (CliException e) {
      surroundings.note("job %s could not be cancelled: %s".formatted(jobId, e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
