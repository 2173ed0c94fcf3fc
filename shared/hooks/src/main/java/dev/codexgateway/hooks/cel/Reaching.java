package dev.codexgateway.hooks.cel;

import com.google.gson.JsonElement;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.codexgateway.core.json.Json;
import dev.codexgateway.core.json.JsonProblem;
import dev.codexgateway.core.json.StrictJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Functions that reach into what may be missing or of another kind than expected, without an error:
 *
 * <pre>
 *   dig(body, "commits.0.id")            the value at the end of a path, as an optional
 *   text(value)                          a string as it is, all else as JSON, an absent value as ""
 *   with_json(body, "payload")           the same, with JSON that is a member's text read as JSON
 *   ip_in(remote_address, "10.0.0.0/8")  whether an address is in one of some ranges
 * </pre>
 */
final class Reaching {
  private static final CelType OPTIONAL = OptionalType.create(SimpleType.DYN);

  private Reaching() {}

  static List<CelFunctionDecl> declarations() {
    return List.of(
        function("dig", "dig_dyn_string", OPTIONAL, SimpleType.DYN, SimpleType.STRING),
        function("text", "text_dyn", SimpleType.STRING, SimpleType.DYN),
        function(
            "with_json", "with_json_dyn_string", SimpleType.DYN, SimpleType.DYN, SimpleType.STRING),
        function(
            "ip_in", "ip_in_string_string", SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING));
  }

  private static CelFunctionDecl function(
      String name, String overload, CelType result, CelType... arguments) {
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newGlobalOverload(overload, result, arguments));
  }

  static List<CelFunctionBinding> bindings() {
    return List.of(
        CelFunctionBinding.from("dig_dyn_string", Object.class, String.class, Reaching::dig),
        CelFunctionBinding.from("text_dyn", Object.class, Reaching::text),
        CelFunctionBinding.from(
            "with_json_dyn_string", Object.class, String.class, Reaching::withJson),
        CelFunctionBinding.from(
            "ip_in_string_string", String.class, String.class, IpRanges::contain));
  }

  /**
   * @param path names and positions in lists, with full stops between them; a member whose own name
   *     is the whole rest of the path comes first
   */
  static Optional<Object> dig(Object value, String path) {
    Object at = value;
    String rest = path;
    while (true) {
      Optional<Object> whole = member(at, rest);
      int stop = rest.indexOf('.');
      if (whole.isPresent() || stop < 0) {
        return whole;
      }
      Optional<Object> next = member(at, rest.substring(0, stop));
      if (next.isEmpty()) {
        return next;
      }
      at = next.get();
      rest = rest.substring(stop + 1);
    }
  }

  private static Optional<Object> member(Object container, String name) {
    return switch (container) {
      case Map<?, ?> map -> Optional.ofNullable(map.get(name));
      case List<?> list -> element(list, name);
      default -> Optional.empty();
    };
  }

  private static Optional<Object> element(List<?> list, String position) {
    if (!position.matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    int index = Integer.parseInt(position);
    return index < list.size() ? Optional.of(list.get(index)) : Optional.empty();
  }

  static String text(Object value) {
    return switch (value) {
      case String text -> text;
      case Optional<?> optional -> optional.map(Reaching::text).orElse("");
      default -> Json.write(JsonValues.toJson(value));
    };
  }

  /** Only an object counts: a text that happens to be a number stays a text. */
  static Object withJson(Object container, String name) {
    if (container instanceof Map<?, ?> map && map.get(name) instanceof String text) {
      Optional<Object> parsed = object(text);
      if (parsed.isPresent()) {
        Map<Object, Object> copy = new LinkedHashMap<>(map);
        copy.put(name, parsed.get());
        return copy;
      }
    }
    return container;
  }

  private static Optional<Object> object(String text) {
    try {
      JsonElement element = StrictJson.parse(text);
      return element.isJsonObject() ? Optional.of(JsonValues.of(element)) : Optional.empty();
    } catch (JsonProblem e) {
      return Optional.empty();
    }
  }
}
