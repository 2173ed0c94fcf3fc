package dev.codexgateway.functions.jsonrpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.codexgateway.core.command.CommandCatalog;
import dev.codexgateway.core.job.JobSpec;
import dev.codexgateway.core.json.Json;
import dev.codexgateway.hooks.Content;
import dev.codexgateway.hooks.Evaluation;
import dev.codexgateway.hooks.Evaluation.Refusal;
import dev.codexgateway.hooks.Evaluation.Rule;
import java.util.List;
import java.util.Map;

/** What a hook makes of a delivery, down to the argv, or to the first expression that says no. */
final class EvaluationJson {
  private static final String TOOK_TOO_LONG = "the expressions took too long; try again";

  private final CommandCatalog commands;

  EvaluationJson(CommandCatalog commands) {
    this.commands = commands;
  }

  /** Adds {@code outcome}, {@code reason} and what they rest on. */
  void addTo(JsonObject json, Evaluation evaluation) {
    json.addProperty("outcome", outcome(evaluation));
    switch (evaluation) {
      case Evaluation.Unreadable(Content.Problem problem) ->
          json.addProperty("reason", problem.reason());
      case Evaluation.Undecided() -> json.addProperty("reason", TOOK_TOO_LONG);
      case Evaluation.Unwanted(Refusal refusal) -> add(json, refusal);
      case Evaluation.Evaluated evaluated -> add(json, evaluated);
    }
  }

  static String outcome(Evaluation evaluation) {
    return switch (evaluation) {
      case Evaluation.Unreadable _ -> "unreadable";
      case Evaluation.Undecided _ -> "undecided";
      case Evaluation.Unwanted _ -> "unwanted";
      case Evaluation.Evaluated evaluated ->
          evaluated.matched().isEmpty() ? "unwanted" : "accepted";
    };
  }

  /** One line; empty where a job would be made. */
  static String reason(Evaluation evaluation) {
    return switch (evaluation) {
      case Evaluation.Unreadable(Content.Problem problem) -> problem.reason();
      case Evaluation.Undecided() -> TOOK_TOO_LONG;
      case Evaluation.Unwanted(Refusal refusal) -> refusal.reason();
      case Evaluation.Evaluated evaluated ->
          evaluated.matched().isEmpty() ? reason(evaluated.rules()) : "";
    };
  }

  /** That of a rule which said yes tells more than that of one which said no. */
  private static String reason(List<Rule> rules) {
    return rules.stream()
        .filter(Rule.Invalid.class::isInstance)
        .findFirst()
        .or(() -> rules.stream().findFirst())
        .map(EvaluationJson::reason)
        .orElse("");
  }

  private static String reason(Rule rule) {
    return switch (rule) {
      case Rule.Matched _ -> "";
      case Rule.Unwanted(int _, Refusal refusal) -> refusal.reason();
      case Rule.Invalid(int index, String member, String reason) ->
          "job %d: %s %s".formatted(index + 1, member, reason);
    };
  }

  private void add(JsonObject json, Evaluation.Evaluated evaluated) {
    if (evaluated.matched().isEmpty()) {
      json.addProperty("reason", reason(evaluated.rules()));
    }
    json.add("identities", HookJson.array(evaluated.identities()));
    JsonArray jobs = new JsonArray();
    evaluated.rules().forEach(rule -> jobs.add(of(rule)));
    json.add("jobs", jobs);
  }

  private static void add(JsonObject json, Refusal refusal) {
    json.addProperty("reason", refusal.reason());
    json.addProperty("expression", refusal.expression());
    json.add("observed", observed(refusal.observed()));
  }

  /** The values are JSON texts already, or words where there is none. */
  private static JsonObject observed(Map<String, String> values) {
    JsonObject json = new JsonObject();
    values.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> json.addProperty(entry.getKey(), entry.getValue()));
    return json;
  }

  private JsonObject of(Rule rule) {
    JsonObject json = new JsonObject();
    json.addProperty("index", rule.index());
    switch (rule) {
      case Rule.Matched matched -> add(json, matched);
      case Rule.Unwanted(int _, Refusal refusal) -> {
        json.addProperty("outcome", "unwanted");
        add(json, refusal);
      }
      case Rule.Invalid(int _, String member, String reason) -> {
        json.addProperty("outcome", "invalid");
        json.addProperty("member", member);
        json.addProperty("reason", reason);
      }
    }
    return json;
  }

  private void add(JsonObject json, Rule.Matched matched) {
    JobSpec spec = matched.spec();
    json.addProperty("outcome", "accepted");
    json.addProperty("command", spec.command());
    json.add("args", HookJson.array(spec.args()));
    JsonArray argv = new JsonArray();
    commands.find(spec.command()).ifPresent(command -> argv.add(command.executable().toString()));
    matched.argv().forEach(argv::add);
    json.add("argv", argv);
    Json.addIfPresent(json, "stdin", spec.stdin());
    json.add("env", Json.object(spec.env()));
    json.add("labels", Json.object(spec.labels()));
    json.addProperty("timeout_seconds", spec.timeout().toSeconds());
    Json.addIfPresent(json, "idempotency_key", matched.idempotencyKey());
  }
}
