package dev.codexgateway.core.config;

import dev.codexgateway.core.command.CommandCatalog;
import dev.codexgateway.core.command.CommandDefinition;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The configuration file, {@code gateway.yaml}: which commands may run.
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
 */
public record GatewayConfig(CommandCatalog commands) {

  /**
   * @throws ConfigException with everything that is wrong, each with its line and path
   */
  public static GatewayConfig load(Path file) throws ConfigException {
    try {
      return parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      throw unreadable(file, "no such file");
    } catch (CharacterCodingException e) {
      throw unreadable(file, "not valid UTF-8");
    } catch (IOException e) {
      throw unreadable(file, "cannot be read: " + e.getClass().getSimpleName());
    }
  }

  /**
   * @param file its name, for messages
   * @throws ConfigException with everything that is wrong, each with its line and path
   */
  public static GatewayConfig parse(String file, String yaml) throws ConfigException {
    List<ConfigProblem> problems = new ArrayList<>();
    List<CommandDefinition> commands = new ArrayList<>();
    compose(file, yaml)
        .flatMap(root -> YamlMap.of("", root, problems))
        .ifPresentOrElse(
            root -> {
              root.map("commands").ifPresent(map -> commands.addAll(CommandReader.readAll(map)));
              root.refuseUnknown();
            },
            () -> problems.add(new ConfigProblem(0, "", "has no commands")));
    if (!problems.isEmpty()) {
      throw new ConfigException(file, problems);
    }
    return new GatewayConfig(new CommandCatalog(commands));
  }

  private static Optional<Node> compose(String file, String yaml) throws ConfigException {
    try {
      return new Compose(LoadSettings.builder().setLabel(file).build()).composeString(yaml);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw new ConfigException(
          file, List.of(new ConfigProblem(line, "", "not valid YAML: " + e.getProblem())));
    } catch (YamlEngineException e) {
      throw new ConfigException(
          file, List.of(new ConfigProblem(0, "", "not valid YAML: " + e.getMessage())));
    }
  }

  private static ConfigException unreadable(Path file, String reason) {
    return new ConfigException(file.toString(), List.of(new ConfigProblem(0, "", reason)));
  }
}
