package dev.codexgateway.hooks;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.config.GatewayConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the documents show, works. */
final class DocumentationTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");

  @Test
  void webhooksPage_everyExample_compiles() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/webhooks.md"));
    List<String> blocks = YAML.matcher(page).results().map(block -> block.group(1)).toList();
    String commands = blocks.getFirst();
    assertTrue(blocks.size() > 6 && commands.startsWith("commands:"));
    for (String hooks : blocks.subList(1, blocks.size())) {
      assertDoesNotThrow(
          () -> Hooks.compile(GatewayConfig.parse("webhooks.md", commands + hooks)), hooks);
    }
  }

  @Test
  void defaultConfiguration_itsHookTakenIn_compiles() throws IOException {
    String yaml = Files.readString(ROOT.resolve("gateway.yaml"));
    int begin = yaml.indexOf("# hooks:");
    assertTrue(begin > 0);
    String hooks =
        yaml.substring(begin)
            .lines()
            .map(line -> line.replaceFirst("^# ?", ""))
            .collect(Collectors.joining("\n"));
    Hooks compiled =
        assertDoesNotThrow(
            () ->
                Hooks.compile(
                    GatewayConfig.parse("gateway.yaml", yaml.substring(0, begin) + hooks)));
    assertTrue(compiled.find("github").isPresent());
  }
}
