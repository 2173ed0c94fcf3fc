package dev.codexgateway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a job as it runs, from its first line or a later one. */
@Command(
    name = "watch",
    description = {
      "Show a job's output, past and coming, until the job ends.",
      "Exits with the job's exit code; 124 timed out, 125 lost, 130 cancelled, 128+n signal n."
    })
final class WatchCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private FromOption from = new FromOption();

  @Option(
      names = "--cancel-on-interrupt",
      description = "Ctrl-C cancels the job instead of only leaving it.")
  private boolean cancelOnInterrupt;

  @Option(names = "--json", description = "Print the numbered events, one JSON object per line.")
  private boolean json;

  @Parameters(paramLabel = "JOB_ID")
  private String jobId = "";

  WatchCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CliException, InterruptedException {
    try (GatewayClient client = connection.connect(surroundings)) {
      return new JobWatch(surroundings, client, jobId, from.seq(), json).run(cancelOnInterrupt);
    }
  }
}
