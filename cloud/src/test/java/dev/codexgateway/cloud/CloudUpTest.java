package dev.codexgateway.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CloudUpTest {
  @TempDir private Path directory;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final StringWriter complaints = new StringWriter();

  private int run(Map<String, String> env, String... args) {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    CommandLine line =
        CloudUp.commandLine(new CloudUp(env, directory, new Terminal(out, false)))
            .setOut(new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true))
            .setErr(new PrintWriter(complaints));
    return line.execute(args);
  }

  @Test
  void options_outOfTheirBounds_areNamed() throws Exception {
    Files.createFile(directory.resolve("gateway.yaml"));
    assertEquals(2, run(Map.of(), "--workers", "0"));
    assertTrue(complaints.toString().startsWith("cloud-up: --workers must be from 1 to 16"));
    assertEquals(2, run(Map.of(), "--relays", "17"));
    assertEquals(2, run(Map.of(), "--port", "65536"));
    assertEquals(2, run(Map.of(), "--sweep-seconds", "0"));
    assertEquals(2, run(Map.of(), "--config", directory.resolve("none.yaml").toString()));
  }

  @Test
  void key_thatIsTooShort_isRefusedWithoutBeingShown() throws Exception {
    Files.createFile(directory.resolve("gateway.yaml"));
    assertEquals(2, run(Map.of("GATEWAY_API_KEY", "short-secret")));
    assertTrue(complaints.toString().contains("GATEWAY_API_KEY must have at least 32 characters"));
    assertFalse(complaints.toString().contains("short-secret"));
  }

  @Test
  void help_ofTheCommand_namesTheOptions() {
    assertEquals(0, run(Map.of(), "--help"));
    String help = printed.toString(StandardCharsets.UTF_8);
    assertTrue(help.contains("--workers") && help.contains("--sweep-seconds"), help);
  }

  @Test
  void greeting_withAKeyOfItsOwn_showsItOnce() {
    String made = Greeting.of(URI.create("http://localhost:1"), Path.of("d"), false, "the-key");
    assertEquals(1, made.split("the-key", -1).length - 1);
    String given = Greeting.of(URI.create("http://localhost:1"), Path.of("d"), true, "the-key");
    assertFalse(given.contains("the-key"));
  }
}
