package dev.codexgateway.cli;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the files that a job left behind. */
@Command(
    name = "artifacts",
    description = "List the files of a finished job, with URLs that work for a limited time.")
final class ArtifactsCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  @Parameters(paramLabel = "JOB_ID")
  private String jobId = "";

  ArtifactsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CliException, InterruptedException {
    try (GatewayClient client = connection.connect(surroundings)) {
      JsonObject result = client.call("job.artifacts", JobCalls.params(jobId));
      List<JsonObject> artifacts = Json.objects(result, "artifacts");
      if (json) {
        artifacts.forEach(surroundings.out()::json);
      } else {
        surroundings.out().text(table(artifacts).text());
      }
      return ExitCode.OK;
    }
  }

  private static Table table(List<JsonObject> artifacts) {
    Table table = new Table();
    table.row("NAME", "BYTES", "TYPE", "URL");
    for (JsonObject artifact : artifacts) {
      table.row(
          text(artifact, "name"),
          text(artifact, "size"),
          text(artifact, "content_type"),
          text(artifact, "url"));
    }
    return table;
  }

  private static String text(JsonObject artifact, String member) {
    return Json.string(artifact, member).map(Printable::text).orElse("");
  }
}
