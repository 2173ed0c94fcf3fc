package dev.codexgateway.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cancels a job. */
@Command(
    name = "cancel",
    description = {
      "Cancel a job: a queued one does not start, a running one is ended with all its processes."
    })
final class CancelCommand implements Callable<Integer> {
  /** Ending a process tree takes seconds at most; after this something is wrong. */
  private static final Duration WAIT = Duration.ofSeconds(60);

  private final Surroundings surroundings;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(names = "--wait", description = "Return only when the job has ended (at most 60 s).")
  private boolean wait;

  @Option(names = "--json", description = "Print the job as one line of JSON.")
  private boolean json;

  @Parameters(paramLabel = "JOB_ID")
  private String jobId = "";

  CancelCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CliException, InterruptedException {
    try (GatewayClient client = connection.connect(surroundings)) {
      Job job = new Job(client.call("job.cancel", JobCalls.params(jobId)));
      if (wait) {
        job = JobCalls.awaitEnd(client, job, WAIT);
      }
      if (json) {
        surroundings.out().json(job.json());
      } else {
        surroundings.out().line(job.id() + " " + job.state());
      }
      return wait && !job.isFinished() ? ExitCode.TRY_LATER : ExitCode.OK;
    }
  }
}
