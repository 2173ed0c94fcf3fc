package dev.codexgateway.cli.importer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads a hooks file. JSON is read as the YAML that it also is. */
final class SourceReader {
  private static final Set<String> READ =
      Set.of(
          "id",
          "execute-command",
          "command-working-directory",
          "pass-arguments-to-command",
          "pass-environment-to-command",
          "pass-file-to-command",
          "parse-parameters-as-json",
          "trigger-rule");

  private SourceReader() {}

  static List<SourceHook> read(String text) throws ImportException {
    if (!(parsed(text) instanceof List<?> list)) {
      throw new ImportException("is no list of hooks");
    }
    List<SourceHook> hooks = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (Object item : list) {
      SourceHook hook = hook(hooks.size(), item);
      if (!ids.add(hook.id())) {
        throw new ImportException("has two hooks with the id " + hook.id());
      }
      hooks.add(hook);
    }
    return hooks;
  }

  private static @Nullable Object parsed(String text) throws ImportException {
    try {
      // A tab is white space in JSON, but not where YAML indents.
      String spaced = text.stripLeading().startsWith("[") ? text.replace('\t', ' ') : text;
      return new Load(LoadSettings.builder().build()).loadFromString(spaced);
    } catch (MarkedYamlEngineException e) {
      String line =
          e.getProblemMark().map(mark -> "line " + (mark.getLine() + 1) + ": ").orElse("");
      throw new ImportException(line + "neither JSON nor YAML: " + e.getProblem() + hint(text));
    } catch (YamlEngineException e) {
      throw new ImportException(
          "neither JSON nor YAML: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + hint(text));
    }
  }

  private static String hint(String text) {
    return text.contains("{{") ? "; it looks like a template: render it first" : "";
  }

  private static SourceHook hook(int index, @Nullable Object item) throws ImportException {
    Map<?, ?> map = map("hook " + (index + 1), item);
    String id = text(map, "id").orElse("");
    if (id.isEmpty()) {
      throw new ImportException("hook " + (index + 1) + " has no id");
    }
    Map<String, String> others = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String name = String.valueOf(entry.getKey());
      if (!READ.contains(name)) {
        others.put(name, String.valueOf(entry.getValue()));
      }
    }
    return new SourceHook(
        id,
        text(map, "execute-command").orElse(""),
        text(map, "command-working-directory").filter(directory -> !directory.isEmpty()),
        arguments(id, map, "pass-arguments-to-command"),
        arguments(id, map, "pass-environment-to-command"),
        arguments(id, map, "pass-file-to-command"),
        arguments(id, map, "parse-parameters-as-json"),
        rule(id, map.get("trigger-rule")),
        others);
  }

  private static List<Argument> arguments(String id, Map<?, ?> hook, String member)
      throws ImportException {
    List<Argument> arguments = new ArrayList<>();
    for (Object item : list(id + ", " + member, hook.get(member))) {
      arguments.add(argument(id, item));
    }
    return arguments;
  }

  private static Argument argument(String id, @Nullable Object item) throws ImportException {
    Map<?, ?> map = map(id + ", an argument", item);
    return new Argument(
        text(map, "source").orElse(""),
        text(map, "name").orElse(""),
        text(map, "envname").filter(name -> !name.isEmpty()));
  }

  private static Optional<Rule> rule(String id, @Nullable Object item) throws ImportException {
    return item == null ? Optional.empty() : Optional.of(rule(id, map(id + ", a rule", item)));
  }

  /** Of several members the first in this order counts. */
  private static Rule rule(String id, Map<?, ?> map) throws ImportException {
    if (map.get("and") != null) {
      return new Rule.And(rules(id, map.get("and")));
    }
    if (map.get("or") != null) {
      return new Rule.Or(rules(id, map.get("or")));
    }
    if (map.get("not") != null) {
      return new Rule.Not(rule(id, map(id + ", not", map.get("not"))));
    }
    return map.get("match") == null
        ? new Rule.Nothing()
        : match(id, map(id + ", match", map.get("match")));
  }

  private static List<Rule> rules(String id, @Nullable Object items) throws ImportException {
    List<Rule> rules = new ArrayList<>();
    for (Object item : list(id + ", and/or", items)) {
      rules.add(rule(id, map(id + ", a rule", item)));
    }
    return rules;
  }

  private static Rule match(String id, Map<?, ?> map) throws ImportException {
    String type = text(map, "type").orElse("");
    Argument parameter =
        map.get("parameter") == null
            ? new Argument("", "", Optional.empty())
            : argument(id, map.get("parameter"));
    return switch (type) {
      case "value" -> new Rule.Value(parameter, text(map, "value").orElse(""));
      case "regex" -> new Rule.Regex(parameter, text(map, "regex").orElse(""));
      case "ip-whitelist" -> new Rule.IpRange(text(map, "ip-range").orElse(""));
      case "payload-hmac-sha1", "payload-hmac-sha256", "payload-hmac-sha512" ->
          hmac(type, parameter, map);
      case "payload-hash-sha1", "payload-hash-sha256", "payload-hash-sha512" ->
          hmac(type, parameter, map);
      default -> new Rule.Unknown(type);
    };
  }

  private static Rule hmac(String type, Argument parameter, Map<?, ?> map) {
    String algorithm = type.substring(type.lastIndexOf('-') + 1).toLowerCase(Locale.ROOT);
    return new Rule.Hmac(algorithm, parameter, text(map, "secret").orElse(""));
  }

  /** Numbers and booleans as they are written, which is how the other side compares them. */
  private static Optional<String> text(Map<?, ?> map, String member) {
    return Optional.ofNullable(map.get(member)).map(String::valueOf);
  }

  private static Map<?, ?> map(String where, @Nullable Object item) throws ImportException {
    if (item instanceof Map<?, ?> map) {
      return map;
    }
    throw new ImportException(where + ": an object is wanted");
  }

  private static List<?> list(String where, @Nullable Object item) throws ImportException {
    if (item == null) {
      return List.of();
    }
    if (item instanceof List<?> list) {
      return list;
    }
    throw new ImportException(where + ": a list is wanted");
  }
}
