package dev.codexgateway.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.hooks.Evaluation.Evaluated;
import dev.codexgateway.hooks.Evaluation.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HookTest {
  private static final String DEPLOY =
      """
      deploy:
        verifier: github
        secret: s
        filter: headers["x-github-event"] == "push"
        jobs:
          - command: deploy
            filter: body.ref.startsWith("refs/heads/")
            args: ['${ body.ref.substring(11) }', '${ body.count }']
            env: {MODE: fast}
            stdin: ${ json(body) }
            labels: {repo: '${ body.repo }/${ body.count }'}
            timeout_seconds: 30
            idempotency: ${ body.ref }
      """;

  private static Evaluation evaluate(String hook, String body, String... headers) {
    return Fixture.hook(hook).evaluate(Fixture.json(body, headers));
  }

  private static Rule deploy(String body) {
    Evaluation evaluation = evaluate(DEPLOY, body, "X-GitHub-Event", "push");
    return assertInstanceOf(Evaluated.class, evaluation).rules().getFirst();
  }

  /** A hook without filter whose job echoes one argument. */
  private static Rule echo(String argument, String body) {
    String hook =
        """
        h:
          verifier: {type: token, header: X-Token}
          secret: s
          jobs: [{command: echo, args: ["%s"]}]
        """
            .formatted(argument);
    return assertInstanceOf(Evaluated.class, evaluate(hook, body)).rules().getFirst();
  }

  @Test
  void evaluate_matchingDelivery_mapsEveryMember() {
    Rule.Matched matched =
        assertInstanceOf(
            Rule.Matched.class, deploy("{\"ref\":\"refs/heads/main\",\"count\":7,\"repo\":\"r\"}"));
    assertEquals("deploy", matched.spec().command());
    assertEquals(List.of("main", "7"), matched.spec().args());
    assertEquals(List.of("--branch", "main", "7"), matched.argv());
    assertEquals(Map.of("MODE", "fast"), matched.spec().env());
    assertEquals(
        Optional.of("{\"ref\":\"refs/heads/main\",\"count\":7,\"repo\":\"r\"}"),
        matched.spec().stdin());
    assertEquals(Map.of("repo", "r/7"), matched.spec().labels());
    assertEquals(30, matched.spec().timeout().toSeconds());
    assertEquals(Optional.of("refs/heads/main"), matched.idempotencyKey());
    assertEquals(3, matched.maxAttempts());
  }

  @Test
  void evaluate_hookFilterFalse_tellsExpressionAndValues() {
    Evaluation.Unwanted unwanted =
        assertInstanceOf(
            Evaluation.Unwanted.class, evaluate(DEPLOY, "{}", "X-GitHub-Event", "ping"));
    assertEquals("the hook's filter is false", unwanted.refusal().reason());
    assertEquals("headers[\"x-github-event\"] == \"push\"", unwanted.refusal().expression());
    assertEquals(Map.of("headers[\"x-github-event\"]", "\"ping\""), unwanted.refusal().observed());
  }

  @Test
  void evaluate_filterMeetsMissingMember_isUnwantedAndNamesIt() {
    Rule.Unwanted unwanted = assertInstanceOf(Rule.Unwanted.class, deploy("{}"));
    assertTrue(unwanted.refusal().reason().contains("'ref'"), unwanted.refusal().reason());
  }

  @Test
  void evaluate_missingHeaderInFilter_isUnwantedAndNamesIt() {
    Evaluation.Unwanted unwanted =
        assertInstanceOf(Evaluation.Unwanted.class, evaluate(DEPLOY, "{}"));
    assertTrue(unwanted.refusal().reason().contains("x-github-event"), unwanted.refusal().reason());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"repo\":\"r\",\"ref\":\"refs/heads/--upload-pack=x\",\"count\":1}       | args[0]",
        "{\"repo\":\"r\",\"ref\":\"refs/heads/main; id\",\"count\":1}   | args[0]",
        "{\"repo\":\"r\",\"ref\":\"refs/heads/$(id)\",\"count\":1}      | args[0]",
        "{\"repo\":\"r\",\"ref\":\"refs/heads/a\\nb\",\"count\":1}      | args[0]",
        "{\"repo\":\"r\",\"ref\":\"refs/heads/\\u0000\",\"count\":1}    | args[0]",
        "{\"repo\":\"r\",\"ref\":\"refs/heads/a\"}                      | args[1]",
        "{\"repo\":\"r\",\"ref\":\"refs/heads/a\",\"count\":{}}         | args[1]",
        "{\"repo\":\"r\",\"ref\":\"refs/heads/a\",\"count\":[1]}        | args[1]",
        "{\"repo\":\"r\",\"ref\":\"refs/heads/a\",\"count\":null}       | args[1]",
        "{\"repo\":\"r\",\"ref\":\"refs/heads/a\",\"count\":101}        | args[1]",
        "{\"repo\":\"r\",\"ref\":\"refs/heads/a\",\"count\":1e300}      | args[1]",
        "{\"repo\":\"r\",\"ref\":\"refs/heads/a\",\"count\":\"\"}       | args[1]",
        "{\"ref\":\"refs/heads/a\",\"count\":1}          | labels.repo"
      })
  void evaluate_hostileValue_isInvalidAtItsMember(String body, String member) {
    assertEquals(member, assertInstanceOf(Rule.Invalid.class, deploy(body)).member());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5                    | 5",
        "-5                   | -5",
        "9007199254740993     | 9007199254740993",
        "9223372036854775808  | 9223372036854775808",
        "12.5                 | 12.5",
        "1.0                  | 1",
        "0.0000001            | 0.0000001",
        "true                 | true",
        "\"a b\"              | a b"
      })
  void template_scalar_isItsExactText(String json, String text) {
    Rule rule = echo("x${ body.v }", "{\"v\":" + json + "}");
    assertEquals(List.of("x" + text), assertInstanceOf(Rule.Matched.class, rule).spec().args());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "18446744073709551616 | a number too large to be exact",
        "1e30                 | a number too large to be exact",
        "null                 | null",
        "{}                   | an object",
        "[]                   | a list"
      })
  void template_valueWithoutText_isInvalid(String json, String kind) {
    Rule.Invalid invalid =
        assertInstanceOf(Rule.Invalid.class, echo("${ body.v }", "{\"v\":" + json + "}"));
    assertEquals("body.v is " + kind + ", not text", invalid.reason());
  }

  @Test
  void template_dollarsAndBraces_areReadAsWritten() {
    Rule.Matched matched =
        assertInstanceOf(
            Rule.Matched.class, echo("$${a} ${ {'}': '{'}['}'] + body.v } $", "{\"v\":\"b\"}"));
    assertEquals(List.of("${a} {b $"), matched.spec().args());
  }

  @Test
  void wholeArgs_list_givesOneArgumentForEachItem() {
    String hook =
        """
        h:
          verifier: {type: token, header: X-Token}
          secret: s
          jobs: [{command: echo, args: '${ body.tags }'}]
        """;
    Evaluated fits = assertInstanceOf(Evaluated.class, evaluate(hook, "{\"tags\":[\"a\",2]}"));
    assertEquals(List.of("a", "2"), fits.matched().getFirst().spec().args());
    Evaluated text = assertInstanceOf(Evaluated.class, evaluate(hook, "{\"tags\":\"a\"}"));
    assertEquals(List.of(), text.matched());
    Evaluated nested = assertInstanceOf(Evaluated.class, evaluate(hook, "{\"tags\":[[]]}"));
    assertEquals(List.of(), nested.matched());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "body.all(x, body.all(y, y == x))",
        "body.all(x, x + x + x + x + x + x + x + x + x + x + x > 0) || true"
      })
  void evaluate_moreStepsThanAllowed_isNoYesEvenWhereCelHidesIt(String filter) {
    String hook =
        """
        h:
          verifier: {type: token, header: X-Token}
          secret: s
          filter: %s
          jobs: [{command: echo}]
        """
            .formatted(filter);
    Hook compiled = Fixture.hook(hook);
    HookRequest request = Fixture.json("[" + "1,".repeat(5000) + "1]");
    Evaluation evaluation = compiled.evaluate(request);
    for (int i = 0; i < 50 && evaluation instanceof Evaluation.Undecided; i++) {
      // A machine with much else to do gives up for time first, until the code is compiled.
      evaluation = compiled.evaluate(request);
    }
    Evaluation.Unwanted unwanted = assertInstanceOf(Evaluation.Unwanted.class, evaluation);
    assertTrue(
        unwanted.refusal().reason().endsWith("takes too much work"), unwanted.refusal().reason());
  }

  @Test
  void evaluate_secretHeader_isHiddenFromExpressions() {
    Evaluation evaluation =
        evaluate(
            """
            h:
              verifier: {type: token, header: X-Token}
              secret: s
              jobs: [{command: echo, args: ['${ headers["x-token"] }']}]
            """,
            "{}",
            "X-Token",
            "secret");
    Rule rule = assertInstanceOf(Evaluated.class, evaluation).rules().getFirst();
    assertInstanceOf(Rule.Invalid.class, rule);
  }
}
