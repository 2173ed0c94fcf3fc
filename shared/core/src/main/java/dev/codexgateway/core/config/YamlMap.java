package dev.codexgateway.core.config;

import dev.codexgateway.core.hook.ConfigText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads a YAML mapping by name and collects what is wrong with it, each problem with its line and
 * path. A bad member reads as absent.
 */
final class YamlMap {
  private final String path;
  private final Map<String, NodeTuple> members = new LinkedHashMap<>();
  private final Set<String> read = new LinkedHashSet<>();
  private final Node node;
  private final List<ConfigProblem> problems;

  private YamlMap(String path, MappingNode node, List<ConfigProblem> problems) {
    this.path = path;
    this.node = node;
    this.problems = problems;
    for (NodeTuple tuple : node.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        if (members.put(key.getValue(), tuple) != null) {
          problem(key, path(key.getValue()), "is there twice");
        }
      } else {
        problem(tuple.getKeyNode(), path, "a member's name must be a string");
      }
    }
  }

  /** Empty, with a problem noted, where the node is no mapping. */
  static Optional<YamlMap> of(String path, Node node, List<ConfigProblem> problems) {
    if (node instanceof MappingNode mapping) {
      return Optional.of(new YamlMap(path, mapping, problems));
    }
    problems.add(new ConfigProblem(line(node), path, "must be a mapping"));
    return Optional.empty();
  }

  Set<String> names() {
    return members.keySet();
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  Optional<Node> node(String name) {
    read.add(name);
    return Optional.ofNullable(members.get(name)).map(NodeTuple::getValueNode);
  }

  Optional<YamlMap> map(String name) {
    return node(name).flatMap(value -> of(path(name), value, problems));
  }

  /** Every scalar may be written without quotes: {@code args: [5]} means the text 5. */
  Optional<String> string(String name) {
    return node(name).flatMap(value -> text(path(name), value));
  }

  /** A text that is read further by others, with the line on which it begins. */
  Optional<ConfigText> located(String name) {
    return node(name).flatMap(value -> located(path(name), value));
  }

  Optional<ConfigText> located(String at, Node value) {
    return text(at, value).map(text -> new ConfigText(text, line(value) + lineOfText(value), at));
  }

  /** The text of a block begins on the line after its bar. */
  private static int lineOfText(Node value) {
    return value instanceof ScalarNode scalar
            && (scalar.getScalarStyle() == ScalarStyle.LITERAL
                || scalar.getScalarStyle() == ScalarStyle.FOLDED)
        ? 1
        : 0;
  }

  Map<String, ConfigText> locatedMap(String name) {
    Map<String, ConfigText> texts = new LinkedHashMap<>();
    map(name)
        .ifPresent(
            map -> map.names().forEach(key -> map.located(key).ifPresent(v -> texts.put(key, v))));
    return texts;
  }

  OptionalLong integer(String name, long min, long max) {
    Optional<Node> value = node(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    if (value.get() instanceof ScalarNode scalar
        && scalar.getTag().equals(Tag.INT)
        && scalar.getValue().matches("-?[0-9]{1,18}")) {
      long number = Long.parseLong(scalar.getValue());
      if (number >= min && number <= max) {
        return OptionalLong.of(number);
      }
    }
    problem(value.get(), path(name), "must be an integer from " + min + " to " + max);
    return OptionalLong.empty();
  }

  boolean bool(String name, boolean otherwise) {
    Optional<Node> value = node(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    if (value.get() instanceof ScalarNode scalar
        && scalar.getTag().equals(Tag.BOOL)
        && scalar.getValue().matches("true|false")) {
      return Boolean.parseBoolean(scalar.getValue());
    }
    problem(value.get(), path(name), "must be true or false");
    return otherwise;
  }

  List<Node> list(String name) {
    Optional<Node> value = node(name);
    if (value.isEmpty()) {
      return List.of();
    }
    if (value.get() instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    problem(value.get(), path(name), "must be a list");
    return List.of();
  }

  List<String> strings(String name) {
    List<String> texts = new ArrayList<>();
    List<Node> items = list(name);
    for (int i = 0; i < items.size(); i++) {
      text(path(name) + "[" + i + "]", items.get(i)).ifPresent(texts::add);
    }
    return texts;
  }

  Map<String, String> stringMap(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    map(name)
        .ifPresent(
            map -> map.names().forEach(key -> map.string(key).ifPresent(v -> texts.put(key, v))));
    return texts;
  }

  Optional<String> text(String at, Node value) {
    if (value instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
      if (scalar.getValue().indexOf('\0') < 0) {
        return Optional.of(scalar.getValue());
      }
      problem(value, at, "must not contain U+0000");
      return Optional.empty();
    }
    problem(value, at, "must be a text");
    return Optional.empty();
  }

  /** Notes members that nobody asked for; call it last. */
  void refuseUnknown() {
    members.forEach(
        (name, tuple) -> {
          if (!read.contains(name)) {
            problem(tuple.getKeyNode(), path(name), "unknown member");
          }
        });
  }

  /** Notes a problem with a member, or with the mapping where the member is absent. */
  void problem(String name, String reason) {
    NodeTuple tuple = members.get(name);
    problem(tuple == null ? node : tuple.getKeyNode(), path(name), reason);
  }

  void problem(Node at, String atPath, String reason) {
    problems.add(new ConfigProblem(line(at), atPath, reason));
  }

  /** Where the member stands, or the mapping where it is absent. */
  int line(String name) {
    NodeTuple tuple = members.get(name);
    return line(tuple == null ? node : tuple.getKeyNode());
  }

  String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  List<ConfigProblem> problems() {
    return problems;
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }
}
