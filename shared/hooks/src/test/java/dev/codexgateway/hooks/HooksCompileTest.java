package dev.codexgateway.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.config.ConfigException;
import dev.codexgateway.core.config.ConfigProblem;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HooksCompileTest {
  /** Lines before the first one under {@code hooks:}. */
  private static final int LINES_BEFORE = (int) Fixture.COMMANDS.lines().count() + 1;

  private static List<ConfigProblem> problems(String hooks) {
    return assertThrows(ConfigException.class, () -> Fixture.compile(hooks)).problems();
  }

  @Test
  void compile_manyProblems_tellsEachWithLinePathAndColumn() {
    String told =
        problems(
                """
                h:
                  verifier: github
                  secret: s
                  filter: |
                    headers["a"] == "b" &&
                      nobody.home
                  identity: '[1]'
                  jobs:
                    - command: nothing
                      args: ['a ${ body. } b', '${ body.x']
                    - command: deploy
                      filter: headers.a > 1
                      args: [a, b, c]
                    - command: deploy
                      args: ['--x']
                      env: {HOME: '${ [] }'}
                      timeout_seconds: 61
                    - {command: echo, args: 'x ${ body.list }'}
                    - {command: echo, args: '${ "text" }'}
                """)
            .stream()
            .map(
                problem ->
                    (problem.line() - LINES_BEFORE) + " " + problem.path() + " " + problem.reason())
            .collect(Collectors.joining("\n"));
    List<String> expected =
        List.of(
            "6 hooks.h.filter at line 2 column 3: undeclared reference to 'nobody'",
            "7 hooks.h.identity at column 1: gives list, where a text is wanted",
            "9 hooks.h.jobs[0].command is not a known command",
            "10 hooks.h.jobs[0].args[0] at column ",
            "10 hooks.h.jobs[0].args[1] at column 1: ${ is never closed",
            "11 hooks.h.jobs[1].command takes 1 to 2 args, and 3 are given: deploy <branch>"
                + " [count]",
            "12 hooks.h.jobs[1].filter at column 11: found no matching overload for '_>_'",
            "14 hooks.h.jobs[2].command args[0] must not begin with - (branch)",
            "14 hooks.h.jobs[2].command timeout_seconds is over the command's 60",
            "16 hooks.h.jobs[2].env.HOME at column 3: gives list, where a text is wanted",
            "16 hooks.h.jobs[2].env.HOME the command does not take this variable from callers",
            "18 hooks.h.jobs[3].args must be a list of templates, or one ${…} that gives a list",
            "19 hooks.h.jobs[4].args at column 3: gives string, where a list is wanted");
    expected.forEach(line -> assertTrue(told.contains(line), () -> line + "\nis not in\n" + told));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''              | an expression is missing",
        "1               | gives int, where true or false is wanted",
        "headers         | gives map, where true or false is wanted",
        "body.a ==       | mismatched input",
        "raw == 1        | no matching overload",
        "body.x(1)       | undeclared reference to 'x'",
        "secrets.a       | undeclared reference to 'secrets'"
      })
  void filter_wrong_isAProblem(String filter, String reason) {
    String problem =
        problems(
                "h: {verifier: github, secret: s, filter: '"
                    + filter
                    + "', jobs: [{command: echo}]}")
            .toString();
    assertTrue(problem.contains(reason), problem);
  }

  @Test
  void filter_tooLongOrDeep_isAProblem() {
    for (String filter :
        List.of("true" + " && true".repeat(2000), "(".repeat(200) + "true" + ")".repeat(200))) {
      assertEquals(
          1,
          problems(
                  "h: {verifier: github, secret: s, filter: '"
                      + filter
                      + "', jobs: [{command: echo}]}")
              .size());
    }
  }

  @Test
  void secretFlaws_missingEmptyOrMalformed_areTold() {
    Hooks hooks =
        Fixture.hooks(
            """
            one: {verifier: github, secrets: [a, b], jobs: [{command: echo}]}
            two: {verifier: standard, secret: c, jobs: [{command: echo}]}
            """);
    String key = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    assertEquals(Map.of(), hooks.secretFlaws(Fixture.secrets("b", "x", "c", key)));
    assertEquals(
        Map.of(
            "one",
            "hook one: no usable secret a or b",
            "two",
            "hook two: the secret c is neither whsec_ and Base64 of 16 bytes or more, nor whpk_ and"
                + " an Ed25519 key"),
        hooks.secretFlaws(Fixture.secrets("c", "short")));
    assertEquals(
        "hook one: the secret a is empty",
        hooks.secretFlaws(Fixture.secrets("a", "", "b", "x", "c", key)).get("one"));
  }
}
