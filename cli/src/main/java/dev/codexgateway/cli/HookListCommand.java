package dev.codexgateway.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists webhooks, with what keeps them from taking deliveries. */
@Command(
    name = "list",
    description = "List the webhooks, with what keeps them from taking deliveries.",
    footer = {"", "Example: gateway hook list --json"})
final class HookListCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  HookListCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CliException, InterruptedException {
    try (GatewayClient client = connection.connect(surroundings)) {
      List<JsonObject> hooks = Json.objects(client.call("hook.list", new JsonObject()), "hooks");
      if (json) {
        hooks.forEach(surroundings.out()::json);
      } else {
        surroundings.out().text(table(hooks).text());
      }
      return ExitCode.OK;
    }
  }

  private static Table table(List<JsonObject> hooks) {
    Table table = new Table();
    table.row("HOOK", "VERIFIER", "COMMANDS", "PROBLEMS");
    for (JsonObject hook : hooks) {
      String verifier =
          Json.object(hook, "verifier").flatMap(v -> Json.string(v, "type")).orElse("");
      table.row(
          Printable.text(Json.string(hook, "name").orElse("")),
          Printable.text(verifier),
          joined(hook, "commands", ","),
          joined(hook, "problems", "; "));
    }
    return table;
  }

  private static String joined(JsonObject hook, String member, String separator) {
    return Json.list(hook, member).stream()
        .filter(JsonElement::isJsonPrimitive)
        .map(text -> Printable.text(text.getAsString()))
        .collect(Collectors.joining(separator));
  }
}
