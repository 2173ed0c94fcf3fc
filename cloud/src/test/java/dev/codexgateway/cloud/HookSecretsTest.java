package dev.codexgateway.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookSecretsTest {
  private static final String COMMANDS =
      """
      commands:
        date:
          executable: /bin/date
      """;
  private static final String HOOKS =
      """
      hooks:
        push:
          verifier: github
          secrets: [git-hub, git-hub-old]
          jobs: [{command: date}]
      """;

  @TempDir private Path directory;

  private Path config(String yaml) throws Exception {
    return Files.writeString(directory.resolve("gateway.yaml"), yaml);
  }

  @Test
  void of_noHooks_isEmpty() throws Exception {
    assertEquals(Map.of(), HookSecrets.of(config(COMMANDS), Map.of()));
  }

  @Test
  void of_hooks_takesTheVariables() throws Exception {
    Map<String, String> environment =
        Map.of("GATEWAY_SECRET_GIT_HUB", "one", "GATEWAY_SECRET_GIT_HUB_OLD", "two");
    assertEquals(
        Map.of("git-hub", "one", "git-hub-old", "two"),
        HookSecrets.of(config(COMMANDS + HOOKS), environment));
  }

  @Test
  void of_aMissingValue_namesTheVariable() throws Exception {
    Path config = config(COMMANDS + HOOKS);
    IllegalStateException problem =
        assertThrows(IllegalStateException.class, () -> HookSecrets.of(config, Map.of()));
    assertTrue(problem.getMessage().contains("GATEWAY_SECRET_GIT_HUB"), problem.getMessage());
  }
}
