package dev.codexgateway.core.config;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.command.CommandDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayConfigTest {
  @Test
  void parse_everyMember_isRead() throws ConfigException {
    CommandDefinition command =
        GatewayConfig.parse(
                "g.yaml",
                """
                commands:
                  build:
                    description: Build it
                    executable: /usr/bin/build
                    args:
                      - -q
                      - 5
                      - slot: target
                        enum: [all, docs]
                        default: all
                      - slot: jobs
                        integer: {min: 1, max: 8}
                        default: 2
                      - rest: {pattern: '[a-z]+', max_items: 3, max_chars: 10}
                    env: {LANG: C, N: 1}
                    caller_env: {MODE: fast|slow}
                    max_timeout_seconds: 60
                    output_limit_bytes: 1000
                    retry_safe: true
                    max_attempts: 5
                    artifacts: ['*.txt', out/**]
                """)
            .commands()
            .find("build")
            .orElseThrow();
    assertEquals("Build it", command.description());
    assertEquals(Path.of("/usr/bin/build"), command.executable());
    assertEquals("build [target] [jobs] [args…]", command.usage());
    assertEquals(Map.of("LANG", "C", "N", "1"), command.env());
    assertEquals("fast|slow", command.callerEnv().get("MODE").pattern());
    assertEquals(Duration.ofSeconds(60), command.maxTimeout());
    assertEquals(1000, command.outputLimitBytes());
    assertEquals(5, command.maxAttempts());
    assertEquals(List.of("*.txt", "out/**"), command.artifacts());
  }

  @Test
  void parse_fewestMembers_hasTheDefaults() throws ConfigException {
    CommandDefinition command =
        GatewayConfig.parse("g.yaml", "commands: {c: {executable: /bin/true}}")
            .commands()
            .all()
            .getFirst();
    assertEquals(CommandDefinition.DEFAULT_MAX_TIMEOUT, command.maxTimeout());
    assertEquals(CommandDefinition.DEFAULT_OUTPUT_LIMIT_BYTES, command.outputLimitBytes());
    assertEquals(1, command.maxAttempts());
    assertEquals(List.of(), command.words());
  }

  @Test
  void parse_manyProblems_tellsAllWithLineAndPath() {
    assertEquals(
        """
        line 2: commands.a b: a command's name must match [A-Za-z0-9][A-Za-z0-9_.-]{0,63}
        line 4: commands.one.executable: is required
        line 5: commands.one.args[0]: must be a text
        line 6: commands.one.args[1].slot: needs exactly one of enum, integer, pattern
        line 7: commands.one.args[2].size: unknown member
        line 8: commands.one.max_timeout_seconds: must be an integer from 1 to 2592000
        line 9: commands.one.retry_safe: must be true or false
        line 10: commands.one.shell: unknown member
        line 11: commands.two: must be a mapping
        line 12: workers: unknown member
        """,
        problems(
            """
            commands:
              a b: {executable: /bin/true}
              one:
                args:
                  - [nested]
                  - slot: x
                  - {slot: y, pattern: a, size: 5}
                max_timeout_seconds: 1h
                retry_safe: yes
                shell: true
              two: /bin/true
            workers: {}
            """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          executable: bin/true                                   | executable: must be an absolute path
          executable: ""                                         | executable: must be an absolute path
          executable: null                                        | executable: must be a text
          executable: [/bin/true]                                | executable: must be a text
          executable: "/bin/tr\\0ue"                             | executable: must not contain U+0000
          {executable: /b, description: {}}                      | description: must be a text
          {executable: /b, args: echo}                           | args: must be a list
          {executable: /b, args: {rest: {}}}                     | args: must be a list
          {executable: /b, args: ["a\\0"]}                       | args[0]: must not contain U+0000
          {executable: /b, args: [null]}                         | args[0]: must be a text
          {executable: /b, args: [{slot: a}]}                    | args[0].slot: needs exactly one of enum, integer, pattern
          {executable: /b, args: [{pattern: a}]}                 | args[0].slot: is required: the name of the argument
          {executable: /b, args: [{slot: a, pattern: a, enum: [a]}]} | args[0].slot: needs exactly one of enum, integer, pattern
          {executable: /b, args: [{slot: a, pattern: "("}]}      | args[0].pattern: is not a regular expression: Unclosed group
          {executable: /b, args: [{slot: a, pattern: a, max_chars: 0}]} | args[0].max_chars: must be an integer from 1 to 131072
          {executable: /b, args: [{slot: a, pattern: a, default: b}]} | args[0].default: must match a
          {executable: /b, args: [{slot: a, enum: []}]}          | args[0].enum: needs at least one value
          {executable: /b, args: [{slot: a, enum: a}]}           | args[0].enum: must be a list
          {executable: /b, args: [{slot: a, integer: {min: 2, max: 1}}]} | args[0].integer.min: must not be above max
          {executable: /b, args: [{slot: a, integer: {min: 1.5}}]} | args[0].integer.min: must be an integer from -999999999999999999 to 999999999999999999
          {executable: /b, args: [{slot: a, integer: {mn: 1}}]}  | args[0].integer.mn: unknown member
          {executable: /b, args: [{slot: a, pattern: a, allow_dash: 1}]} | args[0].allow_dash: must be true or false
          {executable: /b, args: [{rest: {}}, x]}                | args: nothing may follow rest
          {executable: /b, args: [{rest: {size: 1}}]}            | args[0].rest.size: unknown member
          {executable: /b, args: [{rest: {}, slot: x}]}          | args[0].slot: unknown member
          {executable: /b, args: [{slot: a, pattern: a, default: a}, {slot: b, pattern: b}]} | args[1]: needs a default, since a slot before it has one
          {executable: /b, pattern: a}                           | pattern: unknown member
          {executable: /b, env: [A]}                             | env: must be a mapping
          {executable: /b, env: {A: "\\0"}}                      | env.A: must not contain U+0000
          {executable: /b, env: {"A B": x}}                      | env: is not a name for a variable here: A B
          {executable: /b, env: {GATEWAY_X: x}}                  | env: is not a name for a variable here: GATEWAY_X
          {executable: /b, caller_env: {A: "["}}                 | caller_env: is not a regular expression: Unclosed character class
          {executable: /b, caller_env: {LD_PRELOAD: .*}}         | caller_env: no caller may choose LD_PRELOAD
          {executable: /b, caller_env: {PATH: .*}}               | caller_env: no caller may choose PATH
          {executable: /b, caller_env: {BASH_ENV: .*}}           | caller_env: no caller may choose BASH_ENV
          {executable: /b, caller_env: {PYTHONPATH: .*}}         | caller_env: no caller may choose PYTHONPATH
          {executable: /b, caller_env: {NODE_OPTIONS: .*}}       | caller_env: no caller may choose NODE_OPTIONS
          {executable: /b, caller_env: {JAVA_TOOL_OPTIONS: .*}}  | caller_env: no caller may choose JAVA_TOOL_OPTIONS
          {executable: /b, caller_env: {GIT_SSH_COMMAND: .*}}    | caller_env: no caller may choose GIT_SSH_COMMAND
          {executable: /b, max_attempts: 2}                      | max_attempts: needs retry_safe: true
          {executable: /b, max_attempts: 0}                      | max_attempts: must be an integer from 1 to 100
          {executable: /b, max_timeout_seconds: "5"}             | max_timeout_seconds: must be an integer from 1 to 2592000
          {executable: /b, max_timeout_seconds: 99999999999999999999} | max_timeout_seconds: must be an integer from 1 to 2592000
          {executable: /b, output_limit_bytes: -1}               | output_limit_bytes: must be an integer from 0 to 1099511627776
          {executable: /b, retry_safe: "true"}                   | retry_safe: must be true or false
          {executable: /b, retry_safe: !!bool yes}               | retry_safe: must be true or false
          {executable: /b, artifacts: [/etc/passwd]}             | artifacts: a glob must stay inside the job directory
          {executable: /b, artifacts: [a/../../b]}               | artifacts: a glob must stay inside the job directory
          {executable: /b, artifacts: ["[a"]}                    | artifacts: is not a glob: [a
          {executable: /b, artifacts: x}                         | artifacts: must be a list
          {executable: /b, <<: {retry_safe: true}}               | <<: unknown member
          {executable: /b, executable: /c}                       | executable: is there twice
          {executable: /b, env: {A: x, A: y}}                    | env.A: is there twice
          {executable: /b, ? [a] : b}                            | a member's name must be a string
          """)
  void parse_oneProblem_tellsItAlone(String command, String problem) {
    String begin = problem.startsWith("a member") ? "commands.c: " : "commands.c.";
    String yaml = command.startsWith("{") ? command : "{" + command + "}";
    assertEquals("line 1: " + begin + problem + "\n", problems("commands: {c: " + yaml + "}"));
  }

  @Test
  void parse_sameCommandTwice_isRefused() {
    assertEquals(
        "line 3: commands.c: is there twice\n",
        problems(
            """
            commands:
              c: {executable: /bin/true}
              c: {executable: /bin/false}
            """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                        | has no commands
          # only a comment          | has no commands
          ---                       | has no commands
          null                      | has no commands
          {}                        | commands: is required
          commands:                 | line 1: commands: must be a mapping
          commands: []              | line 1: commands: must be a mapping
          - commands                | line 1: must be a mapping
          just text                 | line 1: must be a mapping
          """)
  void parse_noCommands_isRefused(String yaml, String problem) {
    assertTrue(problems(yaml).contains(problem), problems(yaml));
    assertEquals(1, problems(yaml).lines().count());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "commands:\n\tc: {}",
        "commands: {c: {executable: /b}",
        "commands: [",
        "commands: 'x",
        "commands: *nowhere",
        "commands: &a {c: *b}",
        "a: b: c",
        "%YAML 9.9\n---\ncommands: {}",
        "commands: {c: {executable: /b}}\n---\ncommands: {d: {executable: /b}}",
        "commands: \u0000",
        "commands: \u0007",
        "commands: \"\\ud800\"x",
        "@x: y",
        "commands: !<tag:x",
      })
  void parse_noYaml_isOneProblemOnOneLine(String yaml) {
    String problems = problems(yaml);
    assertEquals(1, problems.lines().count(), problems);
    assertTrue(problems.contains("not valid YAML: "), problems);
  }

  @Test
  void parse_nestedWithoutEnd_isRefusedSoon() {
    for (String open : List.of("[", "{a: ", "- ", "? ", "!a ", "&a ")) {
      String yaml = "commands: " + open.repeat(100_000);
      String problems = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> problems(yaml));
      assertEquals(1, problems.lines().count());
      assertTrue(problems.length() < 300);
    }
  }

  @Test
  void parse_aliasesOfAliases_areNotMultiplied() {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 40; i++) {
      yaml.append("a%d: &a%d [".formatted(i, i));
      yaml.append(("*a" + (i - 1) + ", ").repeat(10)).append("x]\n");
    }
    yaml.append("commands: {c: {executable: /b, args: *a39}}\n");
    String problems =
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> problems(yaml.toString()));
    assertTrue(problems.length() < 20_000, problems.length() + "");
  }

  @Test
  void parse_nodeInsideItself_isRefused() {
    assertTrue(problems("commands: &a {c: *a}").contains("line 1: "));
    assertTrue(problems("commands: &a {c: {executable: /b, args: &b [*b]}}").contains("args[0]"));
  }

  @Test
  void parse_aliasesOfOneSlot_areTaken() throws ConfigException {
    assertEquals(
        "c <a> <a>",
        GatewayConfig.parse(
                "g", "commands: {c: {executable: /b, args: [&s {slot: a, pattern: a}, *s]}}")
            .commands()
            .all()
            .getFirst()
            .usage());
  }

  @Test
  void load_aFile_isRead(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("g.yaml"), "commands: {c: {executable: /b}}");
    assertEquals(1, GatewayConfig.load(file).commands().all().size());
  }

  @Test
  void load_noFile_tellsThat(@TempDir Path dir) {
    assertEquals("no such file", loadProblem(dir.resolve("absent.yaml")));
    assertEquals("no such file", loadProblem(dir.resolve("absent/g.yaml")));
  }

  @Test
  void load_aDirectory_tellsThat(@TempDir Path dir) {
    assertEquals("is a directory", loadProblem(dir));
  }

  @Test
  void load_fileWithinAFile_tellsOneLine(@TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("g.yaml"), "");
    assertEquals(1, loadProblem(file.resolve("g.yaml")).lines().count());
  }

  @Test
  void load_malformedUtf8_tellsThat(@TempDir Path dir) throws IOException {
    Path file = Files.write(dir.resolve("g.yaml"), new byte[] {0x61, (byte) 0xC3});
    assertEquals("not valid UTF-8", loadProblem(file));
    assertEquals(
        "not valid UTF-8", loadProblem(Files.write(file, "commands: {}".getBytes(UTF_16))));
  }

  @Test
  void load_hugeOrEndlessFile_isRefusedWithoutReadingOn(@TempDir Path dir) throws IOException {
    Path file = Files.write(dir.resolve("g.yaml"), "#".repeat(1024 * 1024 + 1).getBytes(UTF_8));
    assertEquals("is over 1048576 bytes", loadProblem(file));
    assertEquals("is over 1048576 bytes", loadProblem(Path.of("/dev/zero")));
  }

  @Test
  void message_ofManyProblems_hasALineForEachWithTheFile() {
    ConfigException refused =
        assertThrows(
            ConfigException.class, () -> GatewayConfig.parse("g.yaml", "commands: 1\nx: 2"));
    assertEquals(
        List.of("g.yaml: line 1: commands: must be a mapping", "g.yaml: line 2: x: unknown member"),
        String.valueOf(refused.getMessage()).lines().toList());
  }

  private static String loadProblem(Path file) {
    ConfigException refused = assertThrows(ConfigException.class, () -> GatewayConfig.load(file));
    assertEquals(1, refused.problems().size());
    return refused.problems().getFirst().reason();
  }

  private static String problems(String yaml) {
    return assertThrows(ConfigException.class, () -> GatewayConfig.parse("g.yaml", yaml))
        .problems()
        .stream()
        .map(problem -> problem + "\n")
        .collect(Collectors.joining());
  }
}
