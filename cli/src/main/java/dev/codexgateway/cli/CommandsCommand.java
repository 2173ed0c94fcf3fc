package dev.codexgateway.cli;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what {@code exec} can run. */
@Command(name = "commands", description = "List the commands that your key may run.")
final class CommandsCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  CommandsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CliException, InterruptedException {
    try (GatewayClient client = connection.connect(surroundings)) {
      JsonObject result = client.call("command.list", new JsonObject());
      List<JsonObject> commands = Json.objects(result, "commands");
      if (json) {
        commands.forEach(surroundings.out()::json);
      } else {
        surroundings.out().text(table(commands).text());
      }
      return ExitCode.OK;
    }
  }

  private static Table table(List<JsonObject> commands) {
    Table table = new Table();
    table.row("COMMAND", "DESCRIPTION");
    for (JsonObject command : commands) {
      String usage = text(command, "usage");
      table.row(usage.isEmpty() ? text(command, "name") : usage, text(command, "description"));
    }
    return table;
  }

  private static String text(JsonObject command, String member) {
    return Json.string(command, member).map(Printable::text).orElse("");
  }
}
