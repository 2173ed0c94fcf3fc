package dev.codexgateway.cli;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what today's configuration makes of a delivery. */
@Command(
    name = "explain",
    description = {
      "Tell what the gateway makes of a delivery: whether it is authentic, which jobs it",
      "becomes with their exact arguments, or which expression said no and what it saw."
    },
    footer = {
      "",
      "Examples:",
      "  gateway hook explain dlv_01k9zv3e0f8q2r7w5x1c4n6m9b",
      "  gateway hook explain --hook push --body push.json \\",
      "    --header X-GitHub-Event=push --header X-Hub-Signature-256=sha256=…"
    })
final class ExplainCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DELIVERY_ID",
      description = "A stored delivery; see 'gateway hook deliveries'.")
  private Optional<String> deliveryId = Optional.empty();

  @Option(
      names = "--hook",
      paramLabel = "HOOK",
      description = "The hook, for a delivery given by --body and --header.")
  private Optional<String> hook = Optional.empty();

  @Option(names = "--body", paramLabel = "FILE", description = "Its body; - is standard input.")
  private Optional<String> body = Optional.empty();

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "A header of it; may be repeated.")
  private Map<String, String> headers = new LinkedHashMap<>();

  @Option(
      names = "--query",
      paramLabel = "NAME=VALUE",
      description = "A parameter of its URL; may be repeated.")
  private Map<String, String> query = new LinkedHashMap<>();

  @Option(
      names = "--received-at",
      paramLabel = "TIME",
      description = "When it came in, for signatures with a time (default: now).")
  private Optional<String> receivedAt = Optional.empty();

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  ExplainCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws CliException, InterruptedException {
    if (deliveryId.isPresent() == hook.isPresent()) {
      throw new ParameterException(spec.commandLine(), "give either DELIVERY_ID or --hook");
    }
    try (GatewayClient client = connection.connect(surroundings)) {
      JsonObject explanation = client.call("hook.explain", params());
      if (json) {
        surroundings.out().json(explanation);
      } else {
        surroundings.out().text(text(explanation));
      }
      return ExitCode.OK;
    }
  }

  private JsonObject params() throws CliException {
    JsonObject params = new JsonObject();
    deliveryId.ifPresent(id -> params.addProperty("delivery_id", id));
    hook.ifPresent(name -> params.addProperty("hook", name));
    if (!headers.isEmpty()) {
      params.add("headers", object(headers));
    }
    if (!query.isEmpty()) {
      params.add("query", object(query));
    }
    if (body.isPresent()) {
      new BodyFile(body.get()).addTo(params, surroundings);
    }
    receivedAt.ifPresent(time -> params.addProperty("received_at", time));
    return params;
  }

  private static JsonObject object(Map<String, String> values) {
    JsonObject object = new JsonObject();
    values.forEach(object::addProperty);
    return object;
  }

  private static String text(JsonObject explanation) {
    StringBuilder text = new StringBuilder();
    line(text, "hook", explanation, "hook");
    line(text, "received", explanation, "received_at");
    line(text, "verdict then", explanation, "verdict");
    line(text, "authentic", explanation, "authentic");
    line(text, "outcome now", explanation, "outcome");
    line(text, "reason", explanation, "reason");
    refusal(text, explanation);
    for (JsonObject job : Json.objects(explanation, "jobs")) {
      text.append("job ").append(Json.integer(job, "index").orElse(0) + 1).append('\n');
      line(text, "  outcome", job, "outcome");
      line(text, "  reason", job, "reason");
      line(text, "  member", job, "member");
      refusal(text, job);
      words(text, job);
      line(text, "  stdin", job, "stdin");
    }
    return text.toString();
  }

  private static void refusal(StringBuilder text, JsonObject object) {
    line(text, "  expression", object, "expression");
    Json.object(object, "observed").stream()
        .flatMap(observed -> observed.entrySet().stream())
        .forEach(
            entry ->
                append(text, "  saw", entry.getKey() + " = " + entry.getValue().getAsString()));
  }

  private static void words(StringBuilder text, JsonObject job) {
    List<String> argv = Json.list(job, "argv").stream().map(Json::text).toList();
    if (!argv.isEmpty()) {
      append(text, "  runs", String.join(" ", argv));
    }
  }

  private static void line(StringBuilder text, String name, JsonObject object, String member) {
    Json.string(object, member)
        .filter(value -> !value.isEmpty())
        .ifPresent(value -> append(text, name, value));
  }

  private static void append(StringBuilder text, String name, String value) {
    text.append("%-14s %s%n".formatted(name, Printable.text(value)));
  }
}
