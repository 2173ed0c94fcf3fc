package dev.codexgateway.core.config;

import dev.codexgateway.core.command.CommandCatalog;
import dev.codexgateway.core.command.CommandDefinition;
import dev.codexgateway.core.hook.HookDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The configuration file, {@code gateway.yaml}: which commands may run, and which webhooks make
 * jobs of them.
 *
 * <pre>
 * commands:
 *   counter:
 *     description: Count up, a line per second
 *     executable: /bin/sh
 *     args:
 *       - -c
 *       - 'i=0; while [ $i -lt "$1" ]; do i=$((i+1)); echo $i; sleep 1; done'
 *       - counter
 *       - slot: count
 *         integer: {min: 1, max: 3600}
 *         default: 10
 * </pre>
 *
 * @param file its name, for messages about what is found wrong later
 */
public record GatewayConfig(String file, CommandCatalog commands, List<HookDefinition> hooks) {
  private static final int MAX_BYTES = 1024 * 1024;
  private static final int MAX_DEPTH = 32;

  public GatewayConfig {
    hooks = List.copyOf(hooks);
  }

  /** Commands without webhooks. */
  public GatewayConfig(CommandCatalog commands) {
    this("", commands, List.of());
  }

  /**
   * @throws ConfigException with everything that is wrong, each with its line and path
   */
  public static GatewayConfig load(Path file) throws ConfigException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] utf8 = in.readNBytes(MAX_BYTES + 1);
      if (utf8.length > MAX_BYTES) {
        throw unreadable(file, "is over " + MAX_BYTES + " bytes");
      }
      ByteBuffer text = ByteBuffer.wrap(utf8);
      return parse(file.toString(), StandardCharsets.UTF_8.newDecoder().decode(text).toString());
    } catch (NoSuchFileException e) {
      throw unreadable(file, "no such file");
    } catch (AccessDeniedException e) {
      throw unreadable(file, "permission denied");
    } catch (CharacterCodingException e) {
      throw unreadable(file, "not valid UTF-8");
    } catch (IOException e) {
      throw unreadable(
          file, Files.isDirectory(file) ? "is a directory" : "cannot be read: " + e.getMessage());
    }
  }

  /**
   * @param file its name, for messages
   * @throws ConfigException with everything that is wrong, each with its line and path
   */
  public static GatewayConfig parse(String file, String yaml) throws ConfigException {
    List<ConfigProblem> problems = new ArrayList<>();
    List<CommandDefinition> commands = new ArrayList<>();
    List<HookDefinition> hooks = new ArrayList<>();
    Node root =
        compose(file, yaml)
            .filter(node -> !node.getTag().equals(Tag.NULL))
            .orElseThrow(() -> refused(file, 0, "has no commands"));
    YamlMap.of("", root, problems)
        .ifPresent(
            map -> {
              if (!map.has("commands")) {
                map.problem("commands", "is required");
              }
              map.map("commands").ifPresent(all -> commands.addAll(CommandReader.readAll(all)));
              map.map("hooks").ifPresent(all -> hooks.addAll(HookReader.readAll(all)));
              map.refuseUnknown();
            });
    if (!problems.isEmpty()) {
      problems.sort(Comparator.comparingInt(ConfigProblem::line));
      throw new ConfigException(file, problems);
    }
    return new GatewayConfig(file, new CommandCatalog(commands), hooks);
  }

  private static Optional<Node> compose(String file, String yaml) throws ConfigException {
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setAllowNonScalarKeys(true).build();
    try {
      refuseDepth(file, new Parse(settings).parseString(yaml));
      return new Compose(settings).composeString(yaml);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw refused(file, line, "not valid YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      String firstLine = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw refused(file, 0, "not valid YAML: " + firstLine);
    }
  }

  /** The composer calls itself for each level, so it must not see too many. */
  private static void refuseDepth(String file, Iterable<Event> events) throws ConfigException {
    int depth = 0;
    for (Event event : events) {
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        default -> {}
      }
      if (depth > MAX_DEPTH) {
        int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        throw refused(file, line, "nested deeper than " + MAX_DEPTH + " levels");
      }
    }
  }

  private static ConfigException refused(String file, int line, String reason) {
    return new ConfigException(file, List.of(new ConfigProblem(line, "", reason)));
  }

  private static ConfigException unreadable(Path file, String reason) {
    return refused(file.toString(), 0, reason);
  }
}
