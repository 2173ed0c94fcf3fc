package dev.codexgateway.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the jobs of stored deliveries once more. */
@Command(
    name = "replay",
    description = {
      "Let stored deliveries go through today's configuration once more. The same replay",
      "makes no second job, so it may be repeated; another --idempotency-key makes another."
    },
    footer = {
      "",
      "Examples:",
      "  gateway hook replay --dry-run dlv_01k9zv3e0f8q2r7w5x1c4n6m9b",
      "  gateway hook replay --hook push --since 2026-01-31T06:00:00Z"
    })
final class ReplayCommand implements Callable<Integer> {
  private static final int PAGE = 100;

  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Parameters(paramLabel = "DELIVERY_ID", description = "Which deliveries.")
  private List<String> deliveryIds = new ArrayList<>();

  @Option(
      names = "--hook",
      paramLabel = "HOOK",
      description = "With --since: all deliveries to this hook, oldest first.")
  private Optional<String> hook = Optional.empty();

  @Option(names = "--since", paramLabel = "TIME", description = "From this time on.")
  private Optional<String> since = Optional.empty();

  @Option(names = "--until", paramLabel = "TIME", description = "Before this time.")
  private Optional<String> until = Optional.empty();

  @Option(names = "--dry-run", description = "Only show what would be submitted.")
  private boolean dryRun;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "Tells this replay from others of the same deliveries.")
  private Optional<String> idempotencyKey = Optional.empty();

  @Option(names = "--json", description = "Print one JSON object per delivery.")
  private boolean json;

  ReplayCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CliException, InterruptedException {
    if (deliveryIds.isEmpty() != hook.isPresent()) {
      throw new ParameterException(spec.commandLine(), "give either DELIVERY_IDs or --hook");
    }
    if (hook.isPresent() != since.isPresent()) {
      throw new ParameterException(spec.commandLine(), "--hook and --since go together");
    }
    try (GatewayClient client = connection.connect(surroundings)) {
      List<JsonObject> outcomes = hook.isPresent() ? range(client) : named(client);
      if (json) {
        outcomes.forEach(surroundings.out()::json);
      } else {
        surroundings.out().text(table(outcomes).text());
      }
      return ExitCode.OK;
    }
  }

  private List<JsonObject> named(GatewayClient client) throws CliException, InterruptedException {
    List<JsonObject> outcomes = new ArrayList<>();
    for (int from = 0; from < deliveryIds.size(); from += PAGE) {
      JsonObject params = params();
      int to = Math.min(from + PAGE, deliveryIds.size());
      JsonArray ids = Json.array(deliveryIds.subList(from, to));
      params.add("delivery_ids", ids);
      outcomes.addAll(Json.objects(client.call("hook.replay", params), "deliveries"));
    }
    return outcomes;
  }

  private List<JsonObject> range(GatewayClient client) throws CliException, InterruptedException {
    List<JsonObject> outcomes = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      JsonObject params = params();
      hook.ifPresent(name -> params.addProperty("hook", name));
      since.ifPresent(time -> params.addProperty("since", time));
      until.ifPresent(time -> params.addProperty("until", time));
      cursor.ifPresent(value -> params.addProperty("cursor", value));
      JsonObject page = client.call("hook.replay", params);
      outcomes.addAll(Json.objects(page, "deliveries"));
      cursor = Json.string(page, "next_cursor");
    } while (cursor.isPresent());
    return outcomes;
  }

  private JsonObject params() {
    JsonObject params = new JsonObject();
    params.addProperty("dry_run", dryRun);
    idempotencyKey.ifPresent(key -> params.addProperty("idempotency_key", key));
    return params;
  }

  private static Table table(List<JsonObject> outcomes) {
    Table table = new Table();
    table.row("DELIVERY", "OUTCOME", "JOBS OR REASON");
    for (JsonObject outcome : outcomes) {
      String jobs =
          Json.objects(outcome, "jobs").stream()
              .map(ReplayCommand::job)
              .collect(Collectors.joining(", "));
      table.row(
          text(outcome, "delivery_id"),
          text(outcome, "outcome"),
          jobs.isEmpty() ? text(outcome, "reason") : jobs);
    }
    return table;
  }

  private static String job(JsonObject job) {
    String id = text(job, "job_id");
    return text(job, "outcome") + " " + (id.isEmpty() ? text(job, "command") : id);
  }

  private static String text(JsonObject object, String member) {
    return Json.string(object, member).map(Printable::text).orElse("");
  }
}
