package dev.codexgateway.core.rpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.codexgateway.core.rpc.RpcError.BadMember;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads params by name and remembers everything that is wrong with them. Read all members, then
 * call {@link #check}: it throws {@code -32602} with each bad or unknown member; until then a bad
 * member reads as absent.
 */
public final class Params {
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,18})");

  private final JsonObject members;
  private final Set<String> read = new LinkedHashSet<>();
  private final Set<String> named = new HashSet<>();
  private final List<BadMember> bad = new ArrayList<>();

  private Params(JsonObject members) {
    this.members = members;
  }

  /**
   * @throws RpcException for params by position: every method here takes them by name
   */
  public static Params of(Optional<JsonElement> params) throws RpcException {
    JsonElement given = params.orElseGet(JsonObject::new);
    if (given instanceof JsonObject object) {
      return new Params(object);
    }
    if (given instanceof JsonArray array && array.isEmpty()) {
      return new Params(new JsonObject());
    }
    throw new RpcException(
        RpcError.invalidParams(List.of(new BadMember("params", "must be an object, by name"))));
  }

  /** Whether the caller sent the member, well-formed or not. */
  public boolean has(String name) {
    return members.has(name);
  }

  /** An empty string where it is missing or bad. */
  public String requiredString(String name) {
    if (!members.has(name)) {
      read.add(name);
      reject(name, "is required");
      return "";
    }
    return string(name).orElse("");
  }

  public Optional<String> string(String name) {
    return member(name)
        .flatMap(
            element -> {
              Optional<String> text = asString(element);
              if (text.isEmpty()) {
                reject(name, "must be a string");
              }
              return text;
            });
  }

  /** False where absent. */
  public boolean flag(String name) {
    Optional<JsonElement> element = member(name);
    if (element.isPresent()
        && !(element.get() instanceof JsonPrimitive primitive && primitive.isBoolean())) {
      reject(name, "must be true or false");
      return false;
    }
    return element.filter(JsonElement::getAsBoolean).isPresent();
  }

  /** An RFC 3339 time. */
  public Optional<Instant> time(String name) {
    return string(name)
        .flatMap(
            text -> {
              try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
              } catch (DateTimeException e) {
                reject(name, "must be an RFC 3339 time");
                return Optional.empty();
              }
            });
  }

  /** An integer within the bounds, both inclusive. */
  public OptionalLong integer(String name, long min, long max) {
    Optional<JsonElement> element = member(name);
    if (element.isEmpty()) {
      return OptionalLong.empty();
    }
    OptionalLong value = asLong(element.get());
    if (value.isPresent() && value.getAsLong() >= min && value.getAsLong() <= max) {
      return value;
    }
    reject(name, "must be an integer from " + min + " to " + max);
    return OptionalLong.empty();
  }

  /** Empty where absent; an empty string stands in the place of a bad element. */
  public List<String> strings(String name) {
    List<String> values = new ArrayList<>();
    Optional<JsonElement> element = member(name);
    if (element.isEmpty()) {
      return values;
    }
    if (!(element.get() instanceof JsonArray array)) {
      reject(name, "must be an array of strings");
      return values;
    }
    for (int i = 0; i < array.size(); i++) {
      Optional<String> text = asString(array.get(i));
      if (text.isEmpty()) {
        reject(name + "[" + i + "]", "must be a string");
      }
      values.add(text.orElse(""));
    }
    return values;
  }

  /** Empty where absent; in the order of the caller. */
  public Map<String, String> stringMap(String name) {
    Map<String, String> values = new LinkedHashMap<>();
    Optional<JsonElement> element = member(name);
    if (element.isEmpty()) {
      return values;
    }
    if (!(element.get() instanceof JsonObject object)) {
      reject(name, "must be an object of strings");
      return values;
    }
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      Optional<String> text = asString(entry.getValue());
      if (text.isEmpty()) {
        reject(name + "." + entry.getKey(), "must be a string");
      }
      text.ifPresent(value -> values.put(entry.getKey(), value));
    }
    return values;
  }

  /** Adds a flaw, unless the member, or the one that it is inside of, is known to be bad. */
  public void reject(String name, String reason) {
    if (!named.contains(outermost(name)) && named.add(name)) {
      bad.add(new BadMember(name, reason));
    }
  }

  private static String outermost(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '.' || name.charAt(i) == '[') {
        return name.substring(0, i);
      }
    }
    return name;
  }

  /**
   * @throws RpcException where anything was wrong or a member was not asked for
   */
  public void check() throws RpcException {
    members.keySet().stream()
        .filter(name -> !read.contains(name))
        .forEach(name -> reject(name, "unknown parameter"));
    if (!bad.isEmpty()) {
      throw new RpcException(RpcError.invalidParams(bad));
    }
  }

  private Optional<JsonElement> member(String name) {
    read.add(name);
    return Optional.ofNullable(members.get(name));
  }

  private static OptionalLong asLong(JsonElement element) {
    if (!(element instanceof JsonPrimitive primitive)
        || !primitive.isNumber()
        || !INTEGER.matcher(primitive.getAsString()).matches()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(primitive.getAsString()));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static Optional<String> asString(JsonElement element) {
    return element instanceof JsonPrimitive primitive && primitive.isString()
        ? Optional.of(primitive.getAsString())
        : Optional.empty();
  }
}
