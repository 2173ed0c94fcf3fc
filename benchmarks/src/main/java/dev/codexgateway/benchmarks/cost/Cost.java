package dev.codexgateway.benchmarks.cost;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/cost}: prints what a month would cost on Google Cloud. */
@Command(
    name = "benchmarks/cost",
    description = {
      "Prints what a month would cost on Google Cloud, from list prices without free tiers.",
      "docs/cost.md says what is counted and where the prices are from."
    },
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false)
public final class Cost implements Callable<Integer> {
  @Option(names = "--jobs", paramLabel = "N", description = "jobs in the month")
  private long jobs = 1_000_000;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "how long a job runs, from claim to end")
  private double seconds = 2;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "jobs that share a worker instance")
  private double concurrency = 4;

  @Option(
      names = "--connected-hours",
      paramLabel = "H",
      description = "hours that watchers are connected, added up")
  private double connectedHours = 1_000;

  @Option(
      names = "--sockets-per-relay",
      paramLabel = "N",
      description = "connections that share a relay instance")
  private double socketsPerRelay = 100;

  @Option(names = "--relays", paramLabel = "N", description = "relay instances that get each event")
  private int relays = 1;

  @Option(names = "--job-bytes", paramLabel = "N", description = "stored per job, with its log")
  private double jobBytes = 4_000;

  @Option(names = "--event-bytes", paramLabel = "N", description = "published per job")
  private double eventBytes = 1_500;

  @Option(names = "--retention-days", paramLabel = "N", description = "how long a job is kept")
  private double retentionDays = 30;

  /** Ends the process with 0, or with 2 for an option that cannot be. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Cost()).execute(args));
  }

  @Override
  public Integer call() {
    System.out.printf(
        "Prices of us-central1 as of %s, in USD.%n%n%s",
        Prices.US_CENTRAL1.asOf(),
        Bill.of(workload(), Calls.SHORT_JOB, Prices.US_CENTRAL1).markdown());
    return CommandLine.ExitCode.OK;
  }

  private Workload workload() {
    try {
      return new Workload(
          jobs,
          seconds,
          concurrency,
          connectedHours,
          socketsPerRelay,
          relays,
          jobBytes,
          eventBytes,
          retentionDays);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(
          new CommandLine(this), "these options cannot be: " + e.getMessage(), e);
    }
  }
}
