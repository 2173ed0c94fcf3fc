package dev.codexgateway.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads the stored log of a job. */
@Command(
    name = "logs",
    description = "Print the stored output of a job: its stdout on stdout, its stderr on stderr.")
final class LogsCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private FromOption from = new FromOption();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the job ends. The exit code stays 0 whatever the job's is.")
  private boolean follow;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many events.")
  private Optional<Long> limit = Optional.empty();

  @Option(names = "--json", description = "Print the numbered events, one JSON object per line.")
  private boolean json;

  @Parameters(paramLabel = "JOB_ID")
  private String jobId = "";

  LogsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CliException, InterruptedException {
    if (follow && limit.isPresent()) {
      throw new ParameterException(spec.commandLine(), "--limit does not go with --follow");
    }
    if (limit.filter(n -> n < 1).isPresent()) {
      throw new ParameterException(spec.commandLine(), "--limit must be 1 or more");
    }
    EventPrinter printer = new EventPrinter(surroundings, json);
    try (GatewayClient client = connection.connect(surroundings)) {
      if (follow) {
        new LogStream(client, surroundings, jobId, from.seq(), printer).follow();
      } else {
        new LogPages(client, jobId).read(from.seq(), limit.orElse(Long.MAX_VALUE), printer);
      }
      return ExitCode.OK;
    }
  }
}
