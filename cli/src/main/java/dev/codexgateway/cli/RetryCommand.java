package dev.codexgateway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a finished job again. */
@Command(name = "retry", description = "Run a finished job again as a new job; prints its id.")
final class RetryCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(names = "--json", description = "Print the new job as one line of JSON.")
  private boolean json;

  @Parameters(paramLabel = "JOB_ID")
  private String jobId = "";

  RetryCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CliException, InterruptedException {
    try (GatewayClient client = connection.connect(surroundings)) {
      Job job = new Job(client.call("job.retry", JobCalls.params(jobId)));
      if (json) {
        surroundings.out().json(job.json());
      } else {
        surroundings.out().line(job.id());
      }
      return ExitCode.OK;
    }
  }
}
