package dev.codexgateway.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.hook.ConfigText;
import dev.codexgateway.core.hook.HookDefinition;
import dev.codexgateway.core.hook.JobRule;
import dev.codexgateway.core.hook.VerifierDefinition;
import dev.codexgateway.core.hook.VerifierDefinition.Encoding;
import dev.codexgateway.core.hook.VerifierDefinition.HmacAlgorithm;
import dev.codexgateway.core.hook.VerifierDefinition.Place;
import dev.codexgateway.core.hook.VerifierDefinition.SignedTime;
import dev.codexgateway.core.hook.VerifierDefinition.TimeUnit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class HookReaderTest {
  private static final String COMMANDS = "commands:\n  echo: {executable: /bin/echo, args: any}\n";

  private static HookDefinition read(String hook) throws ConfigException {
    return GatewayConfig.parse("g.yaml", COMMANDS + "hooks:\n" + hook.indent(2)).hooks().getFirst();
  }

  private static String problem(String hook) {
    ConfigException refused = assertThrows(ConfigException.class, () -> read(hook));
    return refused.problems().toString();
  }

  private static HookDefinition verifiedBy(String verifier) throws ConfigException {
    return read("h: {verifier: " + verifier + ", secret: s, jobs: [{command: echo}]}");
  }

  @Test
  void hook_everyMember_isRead() throws ConfigException {
    HookDefinition hook =
        read(
            """
            deploy:
              description: On push
              owner: team
              verifier: github
              secrets: [new, old]
              filter: |
                body.a == 1 &&
                body.b == 2
              identity: body.id
              limits: {max_body_bytes: 5000}
              jobs:
                - command: echo
                  filter: body.c
                  args: [a, '${ body.d }']
                  stdin: ${ raw }
                  env: {MODE: fast}
                  labels: {repo: '${ body.repo }'}
                  timeout_seconds: 7
                  idempotency: ${ body.id }
                - {command: echo, args: '${ body.all }'}
            """);
    assertEquals(new ConfigText("deploy", 4, "hooks.deploy"), hook.name());
    assertEquals("On push", hook.description());
    assertEquals("team", hook.owner());
    assertEquals(new VerifierDefinition.GitHub(), hook.verifier());
    assertEquals(List.of("new", "old"), hook.secrets());
    assertEquals(
        Optional.of(new ConfigText("body.a == 1 &&\nbody.b == 2\n", 10, "hooks.deploy.filter")),
        hook.filter());
    assertEquals(
        Optional.of(new ConfigText("body.id", 12, "hooks.deploy.identity")), hook.identity());
    assertEquals(5000, hook.maxBodyBytes());
    JobRule first = hook.jobs().getFirst();
    String path = "hooks.deploy.jobs[0]";
    assertEquals(new ConfigText("echo", 15, path + ".command"), first.command());
    assertEquals(Optional.of(new ConfigText("body.c", 16, path + ".filter")), first.filter());
    assertEquals(
        new JobRule.Args.Each(
            List.of(
                new ConfigText("a", 17, path + ".args[0]"),
                new ConfigText("${ body.d }", 17, path + ".args[1]"))),
        first.args());
    assertEquals(Optional.of(new ConfigText("${ raw }", 18, path + ".stdin")), first.stdin());
    assertEquals(Map.of("MODE", new ConfigText("fast", 19, path + ".env.MODE")), first.env());
    assertEquals(
        Map.of("repo", new ConfigText("${ body.repo }", 20, path + ".labels.repo")),
        first.labels());
    assertEquals(Optional.of(Duration.ofSeconds(7)), first.timeout());
    assertEquals(
        Optional.of(new ConfigText("${ body.id }", 22, path + ".idempotency")),
        first.idempotency());
    assertEquals(
        new JobRule.Args.Whole(new ConfigText("${ body.all }", 23, "hooks.deploy.jobs[1].args")),
        hook.jobs().get(1).args());
  }

  @Test
  void hook_withLeast_hasDefaults() throws ConfigException {
    HookDefinition hook = verifiedBy("stripe");
    assertEquals("admin", hook.owner());
    assertEquals(10 * 1024 * 1024, hook.maxBodyBytes());
    assertEquals(new JobRule.Args.Each(List.of()), hook.jobs().getFirst().args());
  }

  static Stream<Arguments> verifiers() {
    return Stream.of(
        Arguments.of("github", new VerifierDefinition.GitHub()),
        Arguments.of("stripe", new VerifierDefinition.Stripe()),
        Arguments.of("slack", new VerifierDefinition.Slack()),
        Arguments.of("{type: standard}", new VerifierDefinition.Standard()),
        Arguments.of("gitlab", new VerifierDefinition.GitLab(false)),
        Arguments.of("{type: gitlab, method: signature}", new VerifierDefinition.GitLab(true)),
        Arguments.of("{type: pipedrive, username: me}", new VerifierDefinition.Pipedrive("me")),
        Arguments.of("{type: basic, username: me}", new VerifierDefinition.Basic("me")),
        Arguments.of(
            "{type: token, header: X-T, prefix: 'Bearer '}",
            new VerifierDefinition.Token(Place.HEADER, "X-T", "Bearer ")),
        Arguments.of("{type: token, query: t}", new VerifierDefinition.Token(Place.QUERY, "t", "")),
        Arguments.of(
            "{type: hmac, header: X-S}",
            new VerifierDefinition.Hmac(
                "X-S", HmacAlgorithm.SHA256, Encoding.HEX, "", Optional.empty())),
        Arguments.of(
            "{type: hmac, header: X-S, algorithm: sha512, encoding: base64, prefix: 'v=',"
                + " timestamp_header: X-T, timestamp_unit: milliseconds,"
                + " signed: '{body}:{timestamp}'}",
            new VerifierDefinition.Hmac(
                "X-S",
                HmacAlgorithm.SHA512,
                Encoding.BASE64,
                "v=",
                Optional.of(new SignedTime("X-T", TimeUnit.MILLISECONDS, "{body}:{timestamp}")))));
  }

  @ParameterizedTest
  @MethodSource("verifiers")
  void verifier_isRead(String yaml, VerifierDefinition verifier) throws ConfigException {
    assertEquals(verifier, verifiedBy(yaml).verifier());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "githob                                 | must be one of pipedrive, github",
        "{}                                     | must be one of pipedrive, github",
        "{type: github, header: X}              | verifier.header: unknown member",
        "pipedrive                              | username is required",
        "{type: basic, username: 'a:b'}         | without a colon",
        "{type: gitlab, method: magic}          | must be token or signature",
        "{type: token}                          | must be the name of a header",
        "{type: token, header: X, query: t}     | cannot both be there",
        "{type: hmac}                           | must be the name of a header",
        "{type: hmac, header: 'a b'}            | must be the name of a header",
        "{type: hmac, header: X, algorithm: md5} | must be one of sha1, sha256, sha512",
        "{type: hmac, header: X, timestamp_header: T, signed: '{body}'} | once each",
        "{type: hmac, header: X, timestamp_header: T, signed: '{body}{body}{timestamp}'} | once"
            + " each"
      })
  void verifier_wrong_isAProblem(String yaml, String reason) {
    String problem = problem("h: {verifier: " + yaml + ", secret: s, jobs: [{command: echo}]}");
    assertTrue(problem.contains(reason), problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'a b: {verifier: github, secret: s, jobs: [{command: e}]}' | a hook's name must match",
        "'h: {secret: s, jobs: [{command: e}]}' | h.verifier: is required",
        "'h: {verifier: github, jobs: [{command: e}]}' | h.secret: is required",
        "'h: {verifier: github, secret: a b, jobs: [{command: e}]}' | must be a name matching",
        "'h: {verifier: github, secrets: [a, b, c], jobs: [{command: e}]}' | more than 2 names",
        "'h: {verifier: github, secret: a, secrets: [b], jobs: [{command: e}]}' | cannot both",
        "'h: {verifier: github, secret: s}' | needs at least one job",
        "'h: {verifier: github, secret: s, jobs: [{}]}' | jobs[0].command: is required",
        "'h: {verifier: github, secret: s, jobs: [{command: e, argv: []}]}' | unknown member",
        "'h: {verifier: github, secret: s, jobs: [{command: e, labels: {a=b: c}}]}' | and no =",
        "'h: {verifier: github, secret: s, owner: \"a b\", jobs: [{command: e}]}' | owner: must"
            + " match",
        "'h: {verifier: github, secret: s, limits: {max_body_bytes: 20000000}, jobs: [{command:"
            + " e}]}' | integer from 1 to 10485760",
        "'h: {verifier: github, secret: s, color: red, jobs: [{command: e}]}' | unknown member"
      })
  void hook_wrong_isAProblem(String yaml, String reason) {
    String problem = problem(yaml);
    assertTrue(problem.contains(reason), problem);
  }
}
