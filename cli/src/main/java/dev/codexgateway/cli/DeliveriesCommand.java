package dev.codexgateway.cli;

import com.google.gson.JsonElement;
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

/** Lists deliveries, newest first. */
@Command(
    name = "deliveries",
    description = "List what came in to the webhooks, newest first.",
    footer = {
      "",
      "Examples:",
      "  gateway hook deliveries",
      "  gateway hook deliveries push --verdict rejected --limit 100",
      "  gateway hook deliveries push --body --json | jq .request.body"
    })
final class DeliveriesCommand implements Callable<Integer> {
  private static final int PAGE = 100;
  private static final int PAGE_WITH_BODY = 10;

  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "HOOK",
      description = "Only to this hook (default: all).")
  private Optional<String> hook = Optional.empty();

  @Option(
      names = "--verdict",
      paramLabel = "VERDICT",
      description = "Only these: accepted, unwanted, duplicate, rejected.")
  private Optional<String> verdict = Optional.empty();

  @Option(names = "--limit", paramLabel = "N", description = "How many (default: 20).")
  private long limit = 20;

  @Option(names = "--body", description = "With --json: also the request and its body.")
  private boolean body;

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  DeliveriesCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CliException, InterruptedException {
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be 1 or more");
    }
    if (body && !json) {
      throw new ParameterException(spec.commandLine(), "--body needs --json");
    }
    try (GatewayClient client = connection.connect(surroundings)) {
      List<JsonObject> deliveries = read(client);
      if (json) {
        deliveries.forEach(surroundings.out()::json);
      } else {
        surroundings.out().text(table(deliveries).text());
      }
      return ExitCode.OK;
    }
  }

  private List<JsonObject> read(GatewayClient client) throws CliException, InterruptedException {
    List<JsonObject> deliveries = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      long left = limit - deliveries.size();
      JsonObject page =
          client.call(
              "delivery.list", params(Math.min(left, body ? PAGE_WITH_BODY : PAGE), cursor));
      deliveries.addAll(Json.objects(page, "deliveries"));
      cursor = Json.string(page, "next_cursor");
    } while (deliveries.size() < limit && cursor.isPresent());
    return deliveries;
  }

  private JsonObject params(long page, Optional<String> cursor) {
    JsonObject params = new JsonObject();
    hook.ifPresent(name -> params.addProperty("hook", name));
    verdict.ifPresent(name -> params.addProperty("verdict", name));
    params.addProperty("limit", page);
    if (body) {
      params.addProperty("include_body", true);
    }
    cursor.ifPresent(value -> params.addProperty("cursor", value));
    return params;
  }

  private static Table table(List<JsonObject> deliveries) {
    Table table = new Table();
    table.row("DELIVERY", "HOOK", "RECEIVED", "VERDICT", "JOBS", "REASON");
    for (JsonObject delivery : deliveries) {
      table.row(
          text(delivery, "delivery_id"),
          text(delivery, "hook"),
          text(delivery, "received_at"),
          text(delivery, "verdict"),
          Json.list(delivery, "job_ids").stream()
              .filter(JsonElement::isJsonPrimitive)
              .map(id -> Printable.text(id.getAsString()))
              .collect(Collectors.joining(",")),
          text(delivery, "reason"));
    }
    return table;
  }

  private static String text(JsonObject delivery, String member) {
    return Json.string(delivery, member).map(Printable::text).orElse("");
  }
}
