package dev.codexgateway.local.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.secret.Secret;
import dev.codexgateway.core.secret.SecretStore;
import dev.codexgateway.core.secret.SecretVariable;
import dev.codexgateway.testkit.SecretStoreContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalSecretStoreTest {
  @TempDir private Path directory;

  private void write(String name, byte[] value, String mode) throws IOException {
    Path file = directory.resolve(name);
    Files.write(file, value);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private void write(String name, String value, String mode) throws IOException {
    write(name, value.getBytes(StandardCharsets.UTF_8), mode);
  }

  private Optional<Secret> find(Map<String, Secret> variables, String name) {
    return new LocalSecretStore(variables, directory).find(name);
  }

  @Nested
  class FilesContract extends SecretStoreContract {
    @Override
    protected SecretStore openStore(InstantSource clock) {
      return new LocalSecretStore(Map.of(), directory);
    }

    @Override
    protected void set(String name, String value) throws IOException {
      write(name, value + "\n", "rw-------");
    }

    @Override
    protected void remove(String name) throws IOException {
      Files.delete(directory.resolve(name));
    }
  }

  @Nested
  class VariablesContract extends SecretStoreContract {
    private final Map<String, Secret> variables = new HashMap<>();

    @Override
    protected SecretStore openStore(InstantSource clock) {
      return new LocalSecretStore(variables, directory.resolve("missing"));
    }

    @Override
    protected void set(String name, String value) {
      variables.put(SecretVariable.of(name), new Secret(value));
    }

    @Override
    protected void remove(String name) {
      variables.remove(SecretVariable.of(name));
    }
  }

  @Test
  void find_variableAndFile_theVariableCounts() throws Exception {
    write("github-hook", "file", "rw-------");
    Map<String, Secret> variables = Map.of("GATEWAY_SECRET_GITHUB_HOOK", new Secret("variable"));

    assertEquals(Optional.of(new Secret("variable")), find(variables, "github-hook"));
  }

  @Test
  void find_emptyVariable_leavesItToTheFile() throws Exception {
    write("a", "file", "r--------");

    assertEquals(
        Optional.of(new Secret("file")), find(Map.of("GATEWAY_SECRET_A", new Secret("")), "a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\n", "x\r\n", "x"})
  void find_lineEnd_oneIsNoPartOfTheValue(String content) throws Exception {
    write("a", content, "rw-------");
    assertEquals(Optional.of(new Secret("x")), find(Map.of(), "a"));

    write("a", "\n" + content + "\n", "rw-------");
    assertEquals(Optional.of(new Secret("\n" + content)), find(Map.of(), "a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx------", "rw-rw-rw-"})
  void find_fileOpenToOthers_isRefusedWithTheRemedy(String mode) throws Exception {
    write("a", "s3cr3t-value", mode);

    StoreUnavailableException refused =
        assertThrows(StoreUnavailableException.class, () -> find(Map.of(), "a"));

    Path file = directory.resolve("a");
    assertEquals(
        "the secret file " + file + " must have mode 600; chmod 600 " + file, refused.getMessage());
  }

  @Test
  void find_fileThatIsNoText_isRefusedWithoutShowingIt() throws Exception {
    write("a", new byte[] {'s', '3', (byte) 0xff}, "rw-------");
    write("b", new byte[64 * 1024 + 1], "rw-------");
    Files.createDirectory(directory.resolve("c"));

    for (String name : new String[] {"a", "b", "c"}) {
      StoreUnavailableException refused =
          assertThrows(StoreUnavailableException.class, () -> find(Map.of(), name));
      assertFalse(String.valueOf(refused.getMessage()).contains("s3"));
    }
  }
}
