package dev.codexgateway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one job. */
@Command(name = "get", description = "Show a job: its state, times and outcome.")
final class GetCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(names = "--json", description = "Print the job as one line of JSON.")
  private boolean json;

  @Parameters(paramLabel = "JOB_ID")
  private String jobId = "";

  GetCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CliException, InterruptedException {
    try (GatewayClient client = connection.connect(surroundings)) {
      Job job = JobCalls.get(client, jobId);
      if (json) {
        surroundings.out().json(job.json());
      } else {
        surroundings.out().text(facts(job).text());
      }
      return ExitCode.OK;
    }
  }

  private Table facts(Job job) {
    Table table = new Table();
    fact(table, "job", job.id());
    table.row("state", States.coloured(job.state(), surroundings.colours()));
    fact(table, "command", job.commandLine());
    fact(table, "labels", String.join(" ", job.labels()));
    fact(table, "source", job.text("source"));
    fact(table, "attempt", job.text("attempt"));
    fact(table, "created", job.text("created_at"));
    fact(table, "started", job.text("started_at"));
    fact(table, "finished", job.text("finished_at"));
    fact(table, "exit code", job.text("exit_code"));
    fact(table, "signal", job.text("signal"));
    fact(table, "reason", job.text("reason"));
    fact(table, "stdout", bytes(job.text("stdout_bytes")));
    fact(table, "stderr", bytes(job.text("stderr_bytes")));
    int artifacts = Json.list(job.json(), "artifacts").size();
    fact(table, "artifacts", artifacts == 0 ? "" : String.valueOf(artifacts));
    return table;
  }

  private static String bytes(String count) {
    return count.isEmpty() ? "" : count + " bytes";
  }

  private static void fact(Table table, String name, String value) {
    if (!value.isEmpty()) {
      table.row(name, value);
    }
  }
}
