package dev.codexgateway.functions.jsonrpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.codexgateway.core.hook.HookDefinition;
import dev.codexgateway.core.hook.VerifierDefinition;
import dev.codexgateway.core.hook.VerifierDefinition.Place;
import dev.codexgateway.core.hook.VerifierDefinition.SignedTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A hook of the configuration as callers see it; secrets by name. */
final class HookJson {
  private HookJson() {}

  /**
   * @param problem why the hook takes no delivery now
   */
  static JsonObject of(HookDefinition hook, Optional<String> problem) {
    JsonObject json = new JsonObject();
    json.addProperty("name", hook.name().text());
    json.addProperty("description", hook.description());
    json.addProperty("owner", hook.owner());
    json.add("verifier", of(hook.verifier()));
    json.add("secrets", array(hook.secrets()));
    json.add(
        "commands",
        array(hook.jobs().stream().map(rule -> rule.command().text()).distinct().toList()));
    JsonArray problems = new JsonArray();
    problem.ifPresent(problems::add);
    json.add("problems", problems);
    return json;
  }

  /** With the options that a signer needs, under the names of the configuration. */
  private static JsonObject of(VerifierDefinition verifier) {
    JsonObject json = new JsonObject();
    switch (verifier) {
      case VerifierDefinition.Pipedrive(String username) -> {
        json.addProperty("type", "pipedrive");
        json.addProperty("username", username);
      }
      case VerifierDefinition.GitHub() -> json.addProperty("type", "github");
      case VerifierDefinition.GitLab(boolean signed) -> {
        json.addProperty("type", "gitlab");
        json.addProperty("method", signed ? "signature" : "token");
      }
      case VerifierDefinition.Stripe() -> json.addProperty("type", "stripe");
      case VerifierDefinition.Slack() -> json.addProperty("type", "slack");
      case VerifierDefinition.Standard() -> json.addProperty("type", "standard");
      case VerifierDefinition.Hmac hmac -> addHmac(json, hmac);
      case VerifierDefinition.Token(Place place, String name, String prefix) -> {
        json.addProperty("type", "token");
        json.addProperty(lower(place), name);
        json.addProperty("prefix", prefix);
      }
      case VerifierDefinition.Basic(String username) -> {
        json.addProperty("type", "basic");
        json.addProperty("username", username);
      }
    }
    return json;
  }

  private static void addHmac(JsonObject json, VerifierDefinition.Hmac hmac) {
    json.addProperty("type", "hmac");
    json.addProperty("header", hmac.header());
    json.addProperty("algorithm", lower(hmac.algorithm()));
    json.addProperty("encoding", lower(hmac.encoding()));
    json.addProperty("prefix", hmac.prefix());
    if (hmac.timestamp().isPresent()) {
      SignedTime time = hmac.timestamp().get();
      json.addProperty("timestamp_header", time.header());
      json.addProperty("timestamp_unit", lower(time.unit()));
      json.addProperty("signed", time.signed());
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static JsonArray array(Iterable<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  static JsonObject lists(Map<String, ? extends Iterable<String>> values) {
    JsonObject json = new JsonObject();
    values.forEach((name, list) -> json.add(name, array(list)));
    return json;
  }
}
