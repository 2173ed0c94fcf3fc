package dev.codexgateway.gcp.firestore;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code firestore.indexes.json}, with each index as one line of text. */
record IndexFile(JsonObject json) {
  private static final String PATH = "terraform/modules/gateway/firestore.indexes.json";

  static IndexFile read() throws IOException {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve(PATH))) {
      directory = directory.getParent();
    }
    return new IndexFile(
        JsonParser.parseString(Files.readString(directory.resolve(PATH))).getAsJsonObject());
  }

  /** For example {@code jobs: owner ASCENDING, id DESCENDING}; also those of single fields. */
  Set<String> indexes() {
    Set<String> indexes = new TreeSet<>();
    for (JsonObject index : objects(json.getAsJsonArray("indexes"))) {
      indexes.add(
          text(index, "collectionGroup")
              + ": "
              + objects(index.getAsJsonArray("fields")).stream()
                  .map(field -> text(field, "fieldPath") + " " + kind(field))
                  .collect(Collectors.joining(", ")));
    }
    for (JsonObject field : objects(json.getAsJsonArray("fieldOverrides"))) {
      for (JsonObject index : objects(field.getAsJsonArray("indexes"))) {
        indexes.add(
            text(field, "collectionGroup") + ": " + text(field, "fieldPath") + " " + kind(index));
      }
    }
    return indexes;
  }

  /** The collection groups in which no field is indexed unless it says so. */
  Set<String> exempt() {
    return groups(field -> text(field, "fieldPath").equals("*"));
  }

  /** The collection groups whose documents are deleted after {@code expire_at}. */
  Set<String> expiring() {
    return groups(
        field ->
            text(field, "fieldPath").equals(Documents.EXPIRE_AT)
                && field.get("ttl").getAsBoolean());
  }

  private Set<String> groups(Predicate<JsonObject> wanted) {
    return objects(json.getAsJsonArray("fieldOverrides")).stream()
        .filter(wanted)
        .map(field -> text(field, "collectionGroup"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String kind(JsonObject field) {
    return field.has("order") ? text(field, "order") : text(field, "arrayConfig");
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.asList().stream().map(JsonElement::getAsJsonObject).toList();
  }

  private static String text(JsonObject json, String name) {
    return json.get(name).getAsString();
  }

  static Set<String> set(String... values) {
    return Stream.of(values).collect(Collectors.toCollection(TreeSet::new));
  }
}
