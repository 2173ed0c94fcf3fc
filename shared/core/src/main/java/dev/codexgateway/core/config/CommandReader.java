package dev.codexgateway.core.config;

import dev.codexgateway.core.command.CommandDefinition;
import dev.codexgateway.core.command.SlotType;
import dev.codexgateway.core.command.Word;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads one command of the configuration. */
final class CommandReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

  /** Variables that make a program load or run code, so no caller may choose their values. */
  private static final Pattern CODE_LOADING =
      Pattern.compile(
          "LD_.*|DYLD_.*|GLIBC_TUNABLES|GCONV_PATH|PATH|IFS|ENV|BASH_ENV|BASH_FUNC.*|SHELLOPTS"
              + "|BASHOPTS|PS4|PROMPT_COMMAND|ZDOTDIR|PYTHON.*|PERL.*|RUBY.*|GEM_.*|NODE_.*|LUA_.*"
              + "|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS|CLASSPATH|PHPRC|PHP_INI_SCAN_DIR"
              + "|GIT_.*|EDITOR|VISUAL|PAGER|MANPAGER|LESSOPEN|LESSCLOSE|BROWSER|SHELL|HOME");

  private static final Pattern ANYTHING = Pattern.compile("(?s).*");
  private static final int DEFAULT_MAX_CHARS = 4096;
  private static final int MOST_CHARS = 128 * 1024;
  private static final int DEFAULT_MAX_ITEMS = 64;
  private static final int DEFAULT_RETRY_ATTEMPTS = 3;

  private final YamlMap command;
  private final String name;

  private CommandReader(String name, YamlMap command) {
    this.name = name;
    this.command = command;
  }

  static List<CommandDefinition> readAll(YamlMap commands) {
    List<CommandDefinition> all = new ArrayList<>();
    for (String name : commands.names()) {
      if (!NAME.matcher(name).matches()) {
        commands.problem(name, "a command's name must match " + NAME.pattern());
      }
      commands.map(name).ifPresent(map -> all.add(new CommandReader(name, map).read()));
    }
    return all;
  }

  private CommandDefinition read() {
    List<Word> words = words();
    Path executable = executable();
    InterpreterRule.flaw(executable, words).ifPresent(flaw -> command.problem("args", flaw));
    CommandDefinition definition =
        new CommandDefinition(
            name,
            command.string("description").orElse(""),
            executable,
            words,
            env(),
            callerEnv(),
            Duration.ofSeconds(
                command
                    .integer("max_timeout_seconds", 1, 30L * 24 * 3600)
                    .orElse(CommandDefinition.DEFAULT_MAX_TIMEOUT.toSeconds())),
            command
                .integer("output_limit_bytes", 0, 1L << 40)
                .orElse(CommandDefinition.DEFAULT_OUTPUT_LIMIT_BYTES),
            maxAttempts(),
            artifacts());
    command.refuseUnknown();
    return definition;
  }

  private Path executable() {
    Optional<String> text = command.string("executable");
    if (text.isEmpty() && !command.has("executable")) {
      command.problem("executable", "is required");
    }
    try {
      Path path = Path.of(text.orElse("/"));
      if (!path.isAbsolute()) {
        command.problem("executable", "must be an absolute path");
      }
      return path;
    } catch (InvalidPathException e) {
      command.problem("executable", "is not a path");
      return Path.of("/");
    }
  }

  private int maxAttempts() {
    boolean retrySafe = command.bool("retry_safe", false);
    long attempts =
        command.integer("max_attempts", 1, 100).orElse(retrySafe ? DEFAULT_RETRY_ATTEMPTS : 1);
    if (attempts > 1 && !retrySafe) {
      command.problem("max_attempts", "needs retry_safe: true");
    }
    return (int) attempts;
  }

  private List<String> artifacts() {
    List<String> globs = command.strings("artifacts");
    for (String glob : globs) {
      if (glob.startsWith("/") || List.of(glob.split("/", -1)).contains("..")) {
        command.problem("artifacts", "a glob must stay inside the job directory");
      }
      if (!isGlob(glob)) {
        command.problem("artifacts", "is not a glob: " + glob);
      }
    }
    return globs;
  }

  private static boolean isGlob(String glob) {
    try {
      FileSystems.getDefault().getPathMatcher("glob:" + glob);
      return true;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  private Map<String, String> env() {
    Map<String, String> env = command.stringMap("env");
    env.keySet().forEach(variable -> checkVariable("env", variable));
    return env;
  }

  private Map<String, Pattern> callerEnv() {
    Map<String, Pattern> patterns = new LinkedHashMap<>();
    command
        .stringMap("caller_env")
        .forEach(
            (variable, pattern) -> {
              checkVariable("caller_env", variable);
              if (CODE_LOADING.matcher(variable).matches()) {
                command.problem("caller_env", "no caller may choose " + variable);
              }
              patterns.put(variable, pattern(command, "caller_env", pattern));
            });
    return patterns;
  }

  private void checkVariable(String member, String variable) {
    if (!VARIABLE.matcher(variable).matches() || variable.startsWith("GATEWAY_")) {
      command.problem(member, "is not a name for a variable here: " + variable);
    }
  }

  private List<Word> words() {
    if (command.node("args").orElse(null) instanceof ScalarNode any
        && any.getValue().equals("any")) {
      return List.of(any(command, command));
    }
    List<Word> words = new ArrayList<>();
    List<Node> items = command.list("args");
    for (int i = 0; i < items.size(); i++) {
      if (!words.isEmpty() && words.getLast() instanceof Word.Rest) {
        command.problem("args", "nothing may follow rest");
      }
      String path = command.path("args") + "[" + i + "]";
      Optional<Word> word = word(path, items.get(i));
      if (word.filter(CommandReader::isRequired).isPresent()
          && words.stream().anyMatch(CommandReader::hasDefault)) {
        command.problem(items.get(i), path, "needs a default, since a slot before it has one");
      }
      word.ifPresent(words::add);
    }
    return words;
  }

  private static boolean isRequired(Word word) {
    return word instanceof Word.Slot slot && slot.defaultValue().isEmpty();
  }

  private static boolean hasDefault(Word word) {
    return word instanceof Word.Slot slot && slot.defaultValue().isPresent();
  }

  private Optional<Word> word(String path, Node item) {
    if (!(item instanceof MappingNode)) {
      return command.text(path, item).map(Word.Fixed::new);
    }
    return YamlMap.of(path, item, command.problems())
        .map(
            map -> {
              Word word = map.has("rest") ? rest(map) : slot(map);
              map.refuseUnknown();
              return word;
            });
  }

  private Word slot(YamlMap map) {
    Optional<String> slotName = map.string("slot");
    if (slotName.isEmpty()) {
      map.problem("slot", "is required: the name of the argument");
    }
    SlotType type = type(map);
    Optional<String> defaultValue = map.string("default");
    defaultValue.flatMap(type::flaw).ifPresent(flaw -> map.problem("default", flaw));
    return new Word.Slot(slotName.orElse("?"), type, defaultValue, map.bool("allow_dash", false));
  }

  private Word rest(YamlMap map) {
    return map.map("rest")
        .map(
            inner -> {
              Word.Rest rest = any(inner, inner);
              inner.refuseUnknown();
              return rest;
            })
        .orElseGet(() -> new Word.Rest(new SlotType.Text(ANYTHING, 0), 0, false));
  }

  /** {@code args: any} with its settings beside it, or {@code rest: {…}} with them inside. */
  private static Word.Rest any(YamlMap settings, YamlMap at) {
    Pattern pattern =
        settings.string("pattern").map(text -> pattern(at, "pattern", text)).orElse(ANYTHING);
    int maxChars = (int) settings.integer("max_chars", 1, MOST_CHARS).orElse(DEFAULT_MAX_CHARS);
    int maxItems = (int) settings.integer("max_items", 0, 1024).orElse(DEFAULT_MAX_ITEMS);
    return new Word.Rest(
        new SlotType.Text(pattern, maxChars), maxItems, settings.bool("allow_dash", false));
  }

  private static SlotType type(YamlMap map) {
    List<SlotType> types = new ArrayList<>();
    if (map.has("enum")) {
      types.add(new SlotType.Choice(map.strings("enum")));
      if (map.node("enum").orElse(null) instanceof SequenceNode list && list.getValue().isEmpty()) {
        map.problem("enum", "needs at least one value");
      }
    }
    map.map("integer").ifPresent(range -> types.add(range(range)));
    map.string("pattern").ifPresent(text -> types.add(text(map, text)));
    if (types.size() != 1) {
      map.problem("slot", "needs exactly one of enum, integer, pattern");
      return new SlotType.Choice(List.of());
    }
    return types.getFirst();
  }

  private static SlotType range(YamlMap range) {
    long min = range.integer("min", -MAX_INTEGER, MAX_INTEGER).orElse(0);
    long max = range.integer("max", -MAX_INTEGER, MAX_INTEGER).orElse(MAX_INTEGER);
    if (min > max) {
      range.problem("min", "must not be above max");
    }
    range.refuseUnknown();
    return new SlotType.IntegerRange(min, max);
  }

  private static final long MAX_INTEGER = 999_999_999_999_999_999L;

  private static SlotType text(YamlMap map, String pattern) {
    int maxChars = (int) map.integer("max_chars", 1, MOST_CHARS).orElse(DEFAULT_MAX_CHARS);
    return new SlotType.Text(pattern(map, "pattern", pattern), maxChars);
  }

  private static Pattern pattern(YamlMap map, String member, String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      map.problem(member, "is not a regular expression: " + e.getDescription());
      return ANYTHING;
    }
  }
}
