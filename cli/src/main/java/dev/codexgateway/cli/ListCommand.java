package dev.codexgateway.cli;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lists jobs, newest first. */
@Command(name = "list", description = "List your jobs, newest first.")
final class ListCommand implements Callable<Integer> {
  private static final int PAGE = 100;
  private static final int COMMAND_WIDTH = 60;

  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      completionCandidates = States.class,
      description = "Only jobs in this state: ${COMPLETION-CANDIDATES}.")
  private Optional<String> state = Optional.empty();

  @Option(names = "--label", paramLabel = "K[=V]", description = "Only jobs with this label.")
  private Optional<String> label = Optional.empty();

  @ArgGroup private Amount amount = new Amount();

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  /** Either, or neither. */
  static final class Amount {
    @Option(names = "--limit", paramLabel = "N", description = "How many (default: 20).")
    private long limit = 20;

    @Option(names = "--all", description = "All there are.")
    private boolean all;
  }

  ListCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CliException, InterruptedException {
    if (amount.limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be 1 or more");
    }
    try (GatewayClient client = connection.connect(surroundings)) {
      if (json) {
        read(client, page -> page.forEach(job -> surroundings.out().json(job.json())));
      } else {
        List<Job> jobs = new ArrayList<>();
        read(client, jobs::addAll);
        surroundings.out().text(table(jobs).text());
      }
      return ExitCode.OK;
    }
  }

  private interface PageSink {
    void page(List<Job> jobs);
  }

  private void read(GatewayClient client, PageSink sink) throws CliException, InterruptedException {
    long left = amount.all ? Long.MAX_VALUE : amount.limit;
    Optional<String> cursor = Optional.empty();
    do {
      JsonObject page = client.call("job.list", params(Math.min(left, PAGE), cursor));
      List<Job> jobs = Json.objects(page, "jobs").stream().map(Job::new).toList();
      sink.page(jobs);
      left -= jobs.size();
      cursor = Json.string(page, "next_cursor");
    } while (left > 0 && cursor.isPresent());
  }

  private JsonObject params(long limit, Optional<String> cursor) {
    JsonObject params = new JsonObject();
    state.ifPresent(value -> params.addProperty("state", value));
    label.ifPresent(value -> params.addProperty("label", value));
    params.addProperty("limit", limit);
    cursor.ifPresent(value -> params.addProperty("cursor", value));
    return params;
  }

  private Table table(List<Job> jobs) {
    Table table = new Table();
    table.row("JOB", "STATE", "EXIT", "CREATED", "TOOK", "COMMAND");
    for (Job job : jobs) {
      table.row(
          job.id(),
          States.coloured(job.state(), surroundings.colours()),
          job.text("signal").isEmpty() ? job.text("exit_code") : job.text("signal"),
          created(job),
          took(job),
          shortened(job.commandLine()));
    }
    return table;
  }

  private static String created(Job job) {
    return time(job, "created_at")
        .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString())
        .orElse("");
  }

  private static String took(Job job) {
    return time(job, "started_at")
        .flatMap(start -> time(job, "finished_at").map(end -> Duration.between(start, end)))
        .map(took -> "%d.%03ds".formatted(took.toSeconds(), took.toMillisPart()))
        .orElse("");
  }

  private static Optional<Instant> time(Job job, String member) {
    try {
      return Json.string(job.json(), member).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static String shortened(String command) {
    return command.length() <= COMMAND_WIDTH
        ? command
        : command.substring(0, command.offsetByCodePoints(0, COMMAND_WIDTH - 1)) + "…";
  }
}
