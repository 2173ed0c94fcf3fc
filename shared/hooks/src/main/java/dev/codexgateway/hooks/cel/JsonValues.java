package dev.codexgateway.hooks.cel;

import com.google.common.primitives.UnsignedLong;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** JSON as CEL values and back. */
public final class JsonValues {
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,19})");

  private JsonValues() {}

  /** Objects become maps, whole numbers of up to 64 bits stay exact, other numbers doubles. */
  public static Object of(JsonElement element) {
    return switch (element) {
      case JsonNull _ -> NullValue.NULL_VALUE;
      case JsonArray array -> list(array);
      case JsonObject object -> map(object);
      case JsonPrimitive primitive -> primitive(primitive);
      default -> throw new IllegalStateException("gson has four kinds of elements");
    };
  }

  private static List<Object> list(JsonArray array) {
    List<Object> list = new ArrayList<>(array.size());
    array.forEach(element -> list.add(of(element)));
    return Collections.unmodifiableList(list);
  }

  private static Map<String, Object> map(JsonObject object) {
    Map<String, Object> map = LinkedHashMap.newLinkedHashMap(object.size());
    object.entrySet().forEach(member -> map.put(member.getKey(), of(member.getValue())));
    return Collections.unmodifiableMap(map);
  }

  private static Object primitive(JsonPrimitive primitive) {
    if (primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    return primitive.isString() ? primitive.getAsString() : number(primitive.getAsString());
  }

  private static Object number(String digits) {
    if (INTEGER.matcher(digits).matches()) {
      try {
        return Long.valueOf(digits);
      } catch (NumberFormatException e) {
        return digits.startsWith("-") ? (Object) Double.valueOf(digits) : unsigned(digits);
      }
    }
    return Double.valueOf(digits);
  }

  private static Object unsigned(String digits) {
    try {
      return UnsignedLong.valueOf(digits);
    } catch (NumberFormatException e) {
      return Double.valueOf(digits);
    }
  }

  /**
   * A value as JSON; what JSON has no form for (a duration, a type, an infinite number) becomes a
   * string.
   */
  public static JsonElement toJson(Object value) {
    return switch (value) {
      case NullValue _ -> JsonNull.INSTANCE;
      case Boolean bool -> new JsonPrimitive(bool);
      case String text -> new JsonPrimitive(text);
      case Double number when !Double.isFinite(number) -> new JsonPrimitive(number.toString());
      case Number number -> new JsonPrimitive(number);
      case Map<?, ?> map -> object(map);
      case Iterable<?> list -> array(list);
      default -> new JsonPrimitive(String.valueOf(value));
    };
  }

  private static JsonObject object(Map<?, ?> map) {
    JsonObject object = new JsonObject();
    map.forEach((name, value) -> object.add(String.valueOf(name), toJson(value)));
    return object;
  }

  private static JsonArray array(Iterable<?> list) {
    JsonArray array = new JsonArray();
    list.forEach(value -> array.add(toJson(value)));
    return array;
  }
}
