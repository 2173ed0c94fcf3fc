package dev.codexgateway.gcp.firestore;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.job.JobQuery;
import dev.codexgateway.core.job.JobSpec;
import dev.codexgateway.core.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The parts of a job that are kept as JSON texts, since only the gateway looks into them. */
final class JobTexts {
  /** Longer keys are hashed: an indexed value may have 1500 bytes. */
  private static final int MAX_KEY_BYTES = 256;

  private JobTexts() {}

  static String writeSpec(JobSpec spec) {
    JsonObject json = new JsonObject();
    json.addProperty("command", spec.command());
    JsonArray args = new JsonArray();
    spec.args().forEach(args::add);
    json.add("args", args);
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
        json.getAsJsonArray("args").asList().stream().map(JsonElement::getAsString).toList(),
        Optional.ofNullable(json.get("stdin")).map(JsonElement::getAsString),
        strings(json.getAsJsonObject("env")),
        Duration.parse(json.get("timeout").getAsString()),
        strings(json.getAsJsonObject("labels")));
  }

  private static Map<String, String> strings(JsonObject json) {
    return json.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().getAsString()));
  }

  static String writeArtifacts(List<Artifact> artifacts) {
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

  static List<Artifact> readArtifacts(String text) {
    return JsonParser.parseString(text).getAsJsonArray().asList().stream()
        .map(JsonElement::getAsJsonObject)
        .map(JobTexts::artifact)
        .toList();
  }

  private static Artifact artifact(JsonObject json) {
    return new Artifact(
        json.get("name").getAsString(),
        json.get("size").getAsLong(),
        json.get("sha256").getAsString(),
        json.get("content_type").getAsString());
  }

  /** The keys under which a job with these labels is found: by name, and by name and value. */
  static List<String> labelKeys(Map<String, String> labels) {
    List<String> keys = new ArrayList<>(2 * labels.size());
    labels.forEach(
        (name, value) -> {
          keys.add(labelKey(new JobQuery.Label(name, Optional.empty())));
          keys.add(labelKey(new JobQuery.Label(name, Optional.of(value))));
        });
    return keys;
  }

  static String labelKey(JobQuery.Label label) {
    JsonArray parts = new JsonArray();
    parts.add(label.name());
    label.value().ifPresent(parts::add);
    String key = Json.write(parts);
    return Batch.utf8Bytes(key) > MAX_KEY_BYTES ? "sha256:" + Documents.hash(key) : key;
  }
}
