package dev.codexgateway.local.store;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.job.JobSpec;
import dev.codexgateway.core.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The JSON columns. Only this class writes them, so it reads them without doubt. */
final class JsonColumns {
  private JsonColumns() {}

  static String writeSpec(JobSpec spec) {
    JsonObject json = new JsonObject();
    json.addProperty("command", spec.command());
    json.add("args", array(spec.args()));
    Json.addIfPresent(json, "stdin", spec.stdin());
    json.add("env", Json.object(spec.env()));
    json.addProperty("timeout", spec.timeout().toString());
    json.add("labels", Json.object(spec.labels()));
    return Json.write(json);
  }

  static JobSpec readSpec(String text) {
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    return new JobSpec(
        json.get("command").getAsString(),
        texts(json.get("args")),
        Optional.ofNullable(json.get("stdin")).map(JsonElement::getAsString),
        strings(json.getAsJsonObject("env")),
        Duration.parse(json.get("timeout").getAsString()),
        strings(json.getAsJsonObject("labels")));
  }

  private static Map<String, String> strings(JsonObject json) {
    return json.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().getAsString()));
  }

  /** Null for none: nearly every job. */
  static @Nullable String writeArtifacts(List<Artifact> artifacts) {
    if (artifacts.isEmpty()) {
      return null;
    }
    JsonArray all = new JsonArray();
    for (Artifact artifact : artifacts) {
      JsonObject json = new JsonObject();
      json.addProperty("name", artifact.name());
      json.addProperty("size", artifact.sizeBytes());
      json.addProperty("sha256", artifact.sha256());
      json.addProperty("content_type", artifact.contentType());
      all.add(json);
    }
    return Json.write(all);
  }

  static List<Artifact> readArtifacts(@Nullable String text) {
    if (text == null) {
      return List.of();
    }
    List<Artifact> artifacts = new ArrayList<>();
    for (JsonElement element : JsonParser.parseString(text).getAsJsonArray()) {
      JsonObject json = element.getAsJsonObject();
      artifacts.add(
          new Artifact(
              json.get("name").getAsString(),
              json.get("size").getAsLong(),
              json.get("sha256").getAsString(),
              json.get("content_type").getAsString()));
    }
    return artifacts;
  }

  /**
   * A delivery's request and identities, read back.
   *
   * @param identities in the order in which they were given
   */
  record Head(HookRequest request, List<String> identities) {}

  /** What a delivery keeps besides its summary and body. */
  static String writeHead(Delivery delivery) {
    HookRequest request = delivery.request();
    JsonObject json = new JsonObject();
    json.addProperty("method", request.method());
    json.add("headers", lists(request.headers()));
    json.add("query", lists(request.query()));
    Json.addIfPresent(json, "remote_address", request.remoteAddress());
    json.add("identities", array(delivery.identities()));
    return Json.write(json);
  }

  static Head readHead(String text, byte[] body) {
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    HookRequest request =
        new HookRequest(
            json.get("method").getAsString(),
            lists(json.getAsJsonObject("headers")),
            lists(json.getAsJsonObject("query")),
            body,
            Optional.ofNullable(json.get("remote_address")).map(JsonElement::getAsString));
    return new Head(request, texts(json.get("identities")));
  }

  private static JsonObject lists(Map<String, List<String>> values) {
    JsonObject json = new JsonObject();
    values.forEach((name, list) -> json.add(name, array(list)));
    return json;
  }

  private static Map<String, List<String>> lists(JsonObject json) {
    return json.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> texts(entry.getValue())));
  }

  private static JsonArray array(List<String> texts) {
    JsonArray array = new JsonArray(texts.size());
    texts.forEach(array::add);
    return array;
  }

  private static List<String> texts(JsonElement array) {
    return array.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList();
  }

  /** The keys under which a job with these labels is found: by name, and by name and value. */
  static List<String> labelKeys(Map<String, String> labels) {
    List<String> keys = new ArrayList<>(2 * labels.size());
    labels.forEach(
        (name, value) -> {
          keys.add(labelKey(name, Optional.empty()));
          keys.add(labelKey(name, Optional.of(value)));
        });
    return keys;
  }

  static String labelKey(String name, Optional<String> value) {
    JsonArray key = new JsonArray();
    key.add(name);
    value.ifPresent(key::add);
    return Json.write(key);
  }
}
