package dev.codexgateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every command: help, misuse, errors, completion. */
class CommandLineTest {
  private final Cli cli = new Cli();

  @Test
  void noCommand_isMisuse() {
    assertMisuse(cli.run(), "a command is missing", "gateway --help");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown",
        "--unknown",
        "list --unknown",
        "get",
        "get one two",
        "exec",
        "exec --unknown echo",
        "exec --watch --wait 3 echo",
        "exec --stdin --stdin-file x echo",
        "exec --wait soon echo",
        "exec --wait 0 echo",
        "exec --timeout -1 echo",
        "exec --env NAME echo",
        "logs --from 0 J",
        "logs --limit 0 J",
        "logs -f --limit 3 J",
        "list --limit 0",
        "list --limit 3 --all",
        "completion fish"
      })
  void misuse_isOneLineAndExitCode2(String line) {
    assertMisuse(cli.run(line.split(" ")), "gateway: ", "--help");
  }

  @Test
  void misuse_namesTheCommandWhoseHelpHelps() {
    assertMisuse(cli.run("list", "--unknown"), "--unknown", "'gateway list --help'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "check",
        "exec",
        "watch",
        "logs",
        "get",
        "list",
        "cancel",
        "retry",
        "artifacts",
        "commands",
        "version",
        "completion"
      })
  void help_isThereForEachCommand(String command) {
    Cli.Result result = cli.run(command, "--help");
    assertEquals(0, result.exitCode());
    assertTrue(result.out().startsWith("Usage: gateway " + command), result.out());
    assertEquals("", result.err());
    assertTrue(new Cli().run("--help").out().contains("  " + command), "listed in gateway --help");
  }

  @Test
  void help_isWithinEightyColumns() {
    assertTrue(cli.run("exec", "--help").out().lines().allMatch(line -> line.length() <= 80));
  }

  @Test
  void version_isTheOneOfTheBuild() {
    String line = cli.run("version").out();
    assertTrue(line.matches("gateway \\d+\\.\\d+\\.\\d+\\S* \\(Java 25.*\\)\n"), line);
    assertEquals(line, new Cli().run("--version").out());
    assertTrue(new Cli().run("version", "--json").out().startsWith("{\"version\":\""));
  }

  @Test
  void completion_isAScriptThatBashAccepts(@TempDir Path directory)
      throws IOException, InterruptedException {
    String script = cli.run("completion", "bash").out();
    assertTrue(script.contains("--idempotency-key"));
    assertTrue(script.contains("timed_out"), "offers the states of list --state");
    Path file = Files.writeString(directory.resolve("completion"), script);
    Process bash = new ProcessBuilder("bash", "-n", file.toString()).inheritIO().start();
    assertEquals(0, bash.waitFor());
    assertEquals(script, new Cli().run("completion", "zsh").out());
  }

  @Test
  void defect_isOneLineWithoutStackTrace() {
    cli.server = new BrokenServer();
    Cli.Result result = cli.run("serve");
    assertEquals(ExitCode.INTERNAL, result.exitCode());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().startsWith("gateway: internal error: "), result.err());
  }

  @Test
  void debug_showsTheStackTrace() {
    cli.server = new BrokenServer();
    assertTrue(cli.run("--debug", "serve").err().contains("\tat "));
    Cli other = new Cli();
    other.server = new BrokenServer();
    other.env.put("GATEWAY_DEBUG", "1");
    assertTrue(other.run("serve").err().contains("\tat "));
  }

  @Test
  void colours_onlyOnATerminalThatWantsThem() {
    assertFalse(cli.surroundings().colours());
    cli.terminal = true;
    assertTrue(cli.surroundings().colours());
    cli.env.put("TERM", "dumb");
    assertFalse(cli.surroundings().colours());
    cli.env.put("TERM", "xterm");
    cli.env.put("NO_COLOR", "1");
    assertFalse(cli.surroundings().colours());
  }

  private static void assertMisuse(Cli.Result result, String... parts) {
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertEquals("", result.out());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().startsWith("gateway: "), result.err());
    List.of(parts).forEach(part -> assertTrue(result.err().contains(part), result.err()));
    assertFalse(result.err().getBytes(StandardCharsets.UTF_8).length > 300, result.err());
  }

  /** A server with a defect. */
  private static final class BrokenServer implements Server {
    @Override
    public Running start(java.util.Map<String, String> settings, java.io.PrintStream out) {
      throw new IllegalStateException("broken");
    }

    @Override
    public void check(java.util.Map<String, String> settings, java.io.PrintStream out) {
      throw new IllegalStateException("broken");
    }
  }
}
