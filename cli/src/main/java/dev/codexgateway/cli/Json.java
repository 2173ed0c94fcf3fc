package dev.codexgateway.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads members that may be absent or of an unexpected type, and writes one-line JSON. */
final class Json {
  private static final Gson GSON =
      new GsonBuilder()
          .setStrictness(Strictness.STRICT)
          .disableHtmlEscaping()
          .serializeNulls()
          .create();

  private Json() {}

  /** The object that {@code text} is; empty when it is anything else. */
  static Optional<JsonObject> parseObject(String text) {
    try {
      return Optional.ofNullable(GSON.fromJson(text, JsonElement.class)).flatMap(Json::asObject);
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  static String text(JsonElement element) {
    return GSON.toJson(element);
  }

  static Optional<JsonElement> member(JsonObject object, String name) {
    return Optional.ofNullable(object.get(name)).filter(value -> !value.isJsonNull());
  }

  /** The member as text: a string without its quotes, a number or boolean as it was written. */
  static Optional<String> string(JsonObject object, String name) {
    return member(object, name).filter(JsonElement::isJsonPrimitive).map(JsonElement::getAsString);
  }

  static OptionalLong integer(JsonObject object, String name) {
    try {
      return string(object, name).map(Long::parseLong).stream().mapToLong(n -> n).findFirst();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  static boolean flag(JsonObject object, String name) {
    return string(object, name).filter("true"::equals).isPresent();
  }

  static Optional<JsonObject> object(JsonObject object, String name) {
    return member(object, name).flatMap(Json::asObject);
  }

  static List<JsonElement> list(JsonObject object, String name) {
    return member(object, name)
        .filter(JsonElement::isJsonArray)
        .map(array -> array.getAsJsonArray().asList())
        .orElse(List.of());
  }

  /** The objects among the elements of an array member. */
  static List<JsonObject> objects(JsonObject object, String name) {
    return list(object, name).stream().flatMap(element -> asObject(element).stream()).toList();
  }

  static JsonArray array(List<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }

  static Optional<JsonObject> asObject(JsonElement element) {
    return element.isJsonObject() ? Optional.of(element.getAsJsonObject()) : Optional.empty();
  }
}
