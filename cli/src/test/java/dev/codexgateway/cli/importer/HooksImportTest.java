package dev.codexgateway.cli.importer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import dev.codexgateway.core.config.GatewayConfig;
import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.secret.Secret;
import dev.codexgateway.core.secret.SecretStore;
import dev.codexgateway.hooks.Evaluation;
import dev.codexgateway.hooks.Evaluation.Rule;
import dev.codexgateway.hooks.Hook;
import dev.codexgateway.hooks.Hooks;
import dev.codexgateway.hooks.Verification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Imported hooks against a table of what adnanh/webhook 2.8 does with the same rules and requests,
 * worked out by hand from its documentation and its evaluation of rules.
 */
class HooksImportTest {
  private static final String BODY =
      """
      {"ref":"refs/heads/main","n":1,"big":12345678901,"yes":true,"list":["a",{"b":"c"}],"null":null,
       "head_commit":{"id":"c0ffee","author":{"email":"m@example.org"}},"a.b":"raw","a":{"b":"deep"},
       "empty":"","text":"say \\"hi\\" ${x} \\\\"}
      """;

  /** Whether the rule triggers a hook whose request has {@link #BODY}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {match: {type: value, value: refs/heads/main, parameter: {source: payload, name: ref}}}           | true
          {match: {type: value, value: refs/heads/side, parameter: {source: payload, name: ref}}}           | false
          {match: {type: value, value: c0ffee, parameter: {source: payload, name: head_commit.id}}}         | true
          {match: {type: value, value: m@example.org, parameter: {source: payload, name: head_commit.author.email}}} | true
          {match: {type: value, value: '1', parameter: {source: payload, name: n}}}                         | true
          {match: {type: value, value: 1, parameter: {source: payload, name: n}}}                           | true
          {match: {type: value, value: '12345678901', parameter: {source: payload, name: big}}}             | true
          {match: {type: value, value: 'true', parameter: {source: payload, name: 'yes'}}}                  | true
          {match: {type: value, value: a, parameter: {source: payload, name: list.0}}}                      | true
          {match: {type: value, value: c, parameter: {source: payload, name: list.1.b}}}                    | true
          {match: {type: value, value: '{"b":"c"}', parameter: {source: payload, name: list.1}}}            | true
          {match: {type: value, value: c, parameter: {source: payload, name: list.7.b}}}                    | false
          {match: {type: value, value: raw, parameter: {source: payload, name: a.b}}}                       | true
          {match: {type: value, value: deep, parameter: {source: payload, name: a.b}}}                      | false
          {match: {type: value, value: '', parameter: {source: payload, name: empty}}}                      | true
          {match: {type: value, value: '', parameter: {source: payload, name: missing}}}                    | false
          {match: {type: value, value: x, parameter: {source: payload, name: ref.x}}}                       | false
          {match: {type: value, value: 'say "hi" ${x} \\', parameter: {source: payload, name: text}}}       | true
          {match: {type: value, value: push, parameter: {source: header, name: X-Event}}}                   | true
          {match: {type: value, value: push, parameter: {source: header, name: x-event}}}                   | true
          {match: {type: value, value: Push, parameter: {source: header, name: X-Event}}}                   | false
          {match: {type: value, value: '', parameter: {source: header, name: X-Other}}}                     | false
          {match: {type: value, value: q 1, parameter: {source: url, name: q}}}                             | true
          {match: {type: value, value: q 1, parameter: {source: query, name: q}}}                           | true
          {match: {type: value, value: q 1, parameter: {source: url, name: Q}}}                             | false
          {match: {type: value, value: POST, parameter: {source: request, name: method}}}                   | true
          {match: {type: value, value: x, parameter: {source: string, name: x}}}                            | true
          {match: {type: regex, regex: '^refs/heads/(?:mai)n$', parameter: {source: payload, name: ref}}} | true
          {match: {type: regex, regex: heads, parameter: {source: payload, name: ref}}}                     | true
          {match: {type: regex, regex: '^heads', parameter: {source: payload, name: ref}}}                  | false
          {match: {type: regex, regex: '.*', parameter: {source: payload, name: missing}}}                  | false
          {match: {type: regex, regex: '^$', parameter: {source: payload, name: empty}}}                    | true
          {match: {type: regex, regex: 'c0f+ee', parameter: {source: raw-request-body}}}                    | true
          {match: {type: regex, regex: '"id":"c0ffee"', parameter: {source: entire-payload}}}               | true
          {match: {type: ip-whitelist, ip-range: 192.0.2.0/24}}                                             | true
          {match: {type: ip-whitelist, ip-range: 192.0.2.7}}                                                | true
          {match: {type: ip-whitelist, ip-range: 10.0.0.0/8 192.0.2.0/28}}                                  | true
          {match: {type: ip-whitelist, ip-range: 10.0.0.0/8}}                                               | false
          {not: {match: {type: value, value: refs/heads/side, parameter: {source: payload, name: ref}}}}    | true
          {not: {match: {type: value, value: refs/heads/main, parameter: {source: payload, name: ref}}}}    | false
          {not: {match: {type: value, value: x, parameter: {source: payload, name: missing}}}}              | true
          {not: {not: {match: {type: value, value: x, parameter: {source: payload, name: missing}}}}}       | false
          {and: [{not: {match: {type: value, value: x, parameter: {source: payload, name: missing}}}}]}     | false
          {and: [{not: {match: {type: value, value: x, parameter: {source: payload, name: ref}}}}]}         | true
          {or: [{not: {match: {type: value, value: x, parameter: {source: payload, name: missing}}}}]}      | true
          {not: {and: [{match: {type: value, value: x, parameter: {source: payload, name: missing}}}]}}     | true
          {and: [{not: {and: [{match: {type: value, value: x, parameter: {source: payload, name: missing}}}]}}]} | false
          {and: [{not: {and: [{match: {type: value, value: x, parameter: {source: payload, name: ref}}}]}}]} | true
          {and: [{not: {or: [{match: {type: value, value: x, parameter: {source: payload, name: missing}}}]}}]} | true
          {or: [{match: {type: value, value: x, parameter: {source: payload, name: missing}}}, {match: {type: value, value: push, parameter: {source: header, name: X-Event}}}]} | true
          {or: [{match: {type: value, value: x, parameter: {source: payload, name: missing}}}]}             | false
          {and: [{match: {type: value, value: push, parameter: {source: header, name: X-Event}}}, {match: {type: value, value: x, parameter: {source: payload, name: missing}}}]} | false
          {and: []}                                                                                         | true
          {or: []}                                                                                          | false
          {}                                                                                                | false
          {not: {}}                                                                                         | true
          """)
  void rule_triggersAsItDidThere(String rule, boolean expected) throws Exception {
    String yaml = "- {id: h, execute-command: /bin/echo, trigger-rule: " + rule + "}";

    HooksImport.Result result = HooksImport.convert("hooks.yaml", yaml);

    assertEquals(0, result.refused(), () -> result.yaml());
    assertEquals(expected, isTriggered(hook(result, "h"), request(Map.of(), BODY)), result.yaml());
  }

  @Test
  void arguments_areTheSame() throws Exception {
    String arguments =
        """
        [{source: string, name: 'fixed ${x}'},
         {source: payload, name: head_commit.id},
         {source: payload, name: missing},
         {source: payload, name: list.1},
         {source: payload, name: n},
         {source: header, name: X-Event},
         {source: url, name: q},
         {source: request, name: method},
         {source: request, name: remote-addr},
         {source: entire-query},
         {source: entire-payload}]
        """;
    HooksImport.Result result =
        converted("pass-arguments-to-command: " + arguments.replace("\n", " "));

    Rule.Matched matched = matched(hook(result, "h"), request(Map.of(), BODY));

    List<String> argv = matched.argv();
    assertEquals(
        List.of(
            "fixed ${x}",
            "c0ffee",
            "",
            "{\"b\":\"c\"}",
            "1",
            "push",
            "q 1",
            "POST",
            "192.0.2.7",
            "{\"q\":\"q 1\"}"),
        argv.subList(0, 10));
    assertTrue(argv.get(10).startsWith("{\"ref\":\"refs/heads/main\",\"n\":1,"), argv.get(10));
  }

  @Test
  void environment_isTheSame() throws Exception {
    HooksImport.Result result =
        converted(
            "pass-environment-to-command: [{source: payload, name: ref},"
                + " {source: payload, name: head_commit.id, envname: COMMIT},"
                + " {source: payload, name: head_commit.author.email},"
                + " {source: string, name: always, envname: FIXED}]");

    Rule.Matched matched = matched(hook(result, "h"), request(Map.of(), BODY));

    assertEquals(
        Map.of(
            "HOOK_ref", "refs/heads/main",
            "COMMIT", "c0ffee",
            "HOOK_head_commit_author_email", "m@example.org"),
        matched.spec().env());
    assertTrue(result.yaml().contains("FIXED: always"), result.yaml());
    assertNoted(result, "the variable HOOK_head_commit.author.email is called");
  }

  @Test
  void jsonInsideAParameter_isReadAsJson() throws Exception {
    HooksImport.Result result =
        converted(
            "parse-parameters-as-json: [{source: payload, name: payload}], trigger-rule: {match:"
                + " {type: value, value: https://bitbucket.org, parameter: {source: payload, name:"
                + " payload.canon_url}}}, pass-arguments-to-command: [{source: payload, name:"
                + " payload.commits.0.branch}]");
    String form =
        "payload=%7B%22canon_url%22%3A%22https%3A%2F%2Fbitbucket.org%22%2C%22commits%22%3A%5B"
            + "%7B%22branch%22%3A%22master%22%7D%5D%7D";

    Rule.Matched matched =
        matched(
            hook(result, "h"),
            request(Map.of("content-type", "application/x-www-form-urlencoded"), form));

    assertEquals(List.of("master"), matched.spec().args());
  }

  @Test
  void arrayAsPayload_isUnderRoot() throws Exception {
    HooksImport.Result result =
        converted(
            "trigger-rule: {match: {type: value, value: processed,"
                + " parameter: {source: payload, name: root.0.event}}},"
                + " pass-arguments-to-command: [{source: entire-payload}]");

    Rule.Matched matched =
        matched(hook(result, "h"), request(Map.of(), "[{\"event\":\"processed\"}]"));

    assertEquals(List.of("{\"root\":[{\"event\":\"processed\"}]}"), matched.spec().args());
  }

  /** Signature as the sender makes it; secret and body; what webhook says. */
  @ParameterizedTest
  @CsvSource({
    "payload-hmac-sha1,   HmacSHA1,   X-Hub-Signature,     sha1=,   mysecret, true",
    "payload-hash-sha1,   HmacSHA1,   X-Hub-Signature,     sha1=,   mysecret, true",
    "payload-hmac-sha256, HmacSHA256, X-Hub-Signature-256, sha256=, mysecret, true",
    "payload-hmac-sha512, HmacSHA512, X-Signature,         '',      mysecret, true",
    "payload-hmac-sha256, HmacSHA256, X-Gogs-Signature,    '',      mysecret, true",
    "payload-hmac-sha256, HmacSHA256, X-Gogs-Signature,    '',      other,    false",
    "payload-hmac-sha256, HmacSHA1,   X-Gogs-Signature,    '',      mysecret, false"
  })
  void signature_isCheckedAsItWasThere(
      String type, String algorithm, String header, String prefix, String key, boolean expected)
      throws Exception {
    HooksImport.Result result =
        converted(
            "trigger-rule: {and: [{match: {type: %s, secret: mysecret, parameter: {source: header, name: %s}}},"
                    .formatted(type, header)
                + " {match: {type: value, value: refs/heads/main, parameter: {source: payload,"
                + " name: ref}}}]}");
    Mac mac = Mac.getInstance(algorithm);
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
    String signature =
        prefix + HexFormat.of().formatHex(mac.doFinal(BODY.getBytes(StandardCharsets.UTF_8)));
    HookRequest request = request(Map.of(header, signature), BODY);
    Hook hook = hook(result, "h");

    assertEquals(expected, isAuthentic(hook, request, Map.of("h-secret", "mysecret")));
    assertTrue(isTriggered(hook, request));
    assertFalse(result.yaml().contains("mysecret"), result.yaml());
    assertNoted(result, "to do: put into the secret h-secret");
  }

  @Test
  void twoSecretsOfOneHeader_becomeTwoLiveSecrets() throws Exception {
    String hmac =
        "{match: {type: payload-hmac-sha1, secret: %s, parameter: {source: header, name:"
            + " X-Hub-Signature}}}";
    HooksImport.Result result =
        converted(
            "trigger-signature-soft-failures: true, trigger-rule: {or: ["
                + hmac.formatted("one")
                + ", "
                + hmac.formatted("two")
                + "]}");

    assertEquals(List.of("h-secret", "h-secret-2"), hook(result, "h").definition().secrets());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          header | X-Gitlab-Token | abc            | X-Gitlab-Token | abc        | true
          header | X-Gitlab-Token | abc            | X-Gitlab-Token | abd        | false
          header | Authorization  | Bearer abc     | Authorization  | Bearer abc | true
          header | Authorization  | Basic dTphYmM= | Authorization  | Basic dTphYmM= | true
          header | Authorization  | Basic dTphYmM= | Authorization  | Basic dTphYmQ= | false
          url    | token          | abc            | q              | x          | false
          """)
  void comparedSecret_becomesAVerifier(
      String source, String name, String value, String header, String sent, boolean expected)
      throws Exception {
    HooksImport.Result result =
        converted(
            "trigger-rule: {match: {type: value, value: %s, parameter: {source: %s, name: %s}}}"
                .formatted(value, source, name));

    boolean isAuthentic =
        isAuthentic(
            hook(result, "h"), request(Map.of(header, sent), BODY), Map.of("h-secret", "abc"));

    assertEquals(expected, isAuthentic);
    assertFalse(result.yaml().contains("dTphYmM"), result.yaml());
  }

  @Test
  void noAuthentication_getsAToken() throws Exception {
    HooksImport.Result result = converted("");

    assertTrue(result.yaml().contains("{type: token, query: token}"), result.yaml());
    assertNoted(result, "anybody could trigger it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          trigger-rule: {or: [{match: {type: payload-hmac-sha1, secret: s, parameter: {source: header, name: X}}}, {match: {type: ip-whitelist, ip-range: 10.0.0.0/8}}]} | can only stand once
          trigger-rule: {not: {match: {type: payload-hmac-sha1, secret: s, parameter: {source: header, name: X}}}} | can only stand once
          trigger-rule: {match: {type: scalr-signature, secret: s}}                          | a match of type scalr-signature has no counterpart
          trigger-rule: {match: {type: value, value: x, parameter: {source: weird, name: X}}} | an unknown source
          trigger-rule: {not: {match: {type: value, value: x, parameter: {source: header, name: Authorization}}}} | since it holds a secret
          trigger-rule: {match: {type: ip-whitelist, ip-range: 10.0.0.0/33}}                 | is no address range
          trigger-rule: {match: {type: regex, regex: '(', parameter: {source: payload, name: a}}} | is no regular expression
          http-methods: [GET]                                                                | has no POST
          execute-command: deploy.sh                                                         | is not absolute
          execute-command: /bin/sh, pass-arguments-to-command: [{source: payload, name: a}]  | args
          pass-environment-to-command: [{source: payload, name: a, envname: LD_PRELOAD}]     | no caller may choose LD_PRELOAD
          pass-arguments-to-command: [{source: nowhere, name: a}]                            | an unknown source
          """)
  void whatCannotBe_isRefusedWithTheReason(String members, String reason) throws Exception {
    HooksImport.Result result = converted(members);

    assertEquals(1, result.refused(), result.yaml());
    assertNoted(result, "h: not imported: ");
    assertNoted(result, reason);
    assertTrue(GatewayConfig.parse("g", result.yaml()).hooks().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "response-message: hello",
        "response-headers: [{name: X, value: y}]",
        "success-http-response-code: 201",
        "trigger-rule-mismatch-http-response-code: 400",
        "include-command-output-in-response: true",
        "include-command-output-in-response-on-error: true",
        "incoming-payload-content-type: application/json",
        "command-working-directory: /srv",
        "pass-file-to-command: [{source: entire-payload, envname: F}]",
        "trigger-signature-soft-failures: true",
        "http-methods: [POST, PUT]",
        "some-new-option: 1"
      })
  void whatHasNoCounterpart_isListedAndInTheComment(String member) throws Exception {
    HooksImport.Result result = converted(member);
    String name = member.substring(0, member.indexOf(':'));

    assertEquals(0, result.refused(), result.yaml());
    assertNoted(result, "h: no counterpart: " + name);
    assertTrue(
        result.yaml().lines().anyMatch(line -> line.startsWith("# - h: no counterpart: " + name)),
        result.yaml());
  }

  @Test
  void sourceRequestMethodsLowerCase_areFine() throws Exception {
    HooksImport.Result result = converted("http-methods: ['Post ']");

    assertEquals(0, result.refused());
    assertFalse(result.notes().toString().contains("http-methods"), result.notes().toString());
  }

  @Test
  void hostileTexts_stayTexts() throws Exception {
    String text = "x\n# y: \u2028 ' \" ${body} }} {{ \\ \t\u0000";
    String json =
        "[{\"id\":\"h\",\"execute-command\":\"/bin/echo\",\"pass-arguments-to-command\":[{\"source\":\"string\",\"name\":QUOTED}],\"pass-environment-to-command\":[{\"source\":\"string\",\"envname\":\"E\",\"name\":\"a'b\\\"\\n"
            + "- c\"}],"
            + "\"response-message\":QUOTED,\"trigger-rule\":{\"match\":{\"type\":\"value\",\"value\":QUOTED,"
            + "\"parameter\":{\"source\":\"payload\",\"name\":\"t\"}}}}]";
    String quoted = new Gson().toJson(text.replace("\u0000", ""));

    HooksImport.Result result = HooksImport.convert("a\nb", json.replace("QUOTED", quoted));

    assertEquals(0, result.refused(), result.yaml());
    Rule.Matched matched = matched(hook(result, "h"), request(Map.of(), "{\"t\":" + quoted + "}"));
    assertEquals(List.of(text.replace("\u0000", "")), matched.argv());
  }

  @Test
  void documentedExample_isImportedWhole() throws Exception {
    String json =
        """
        [
          {
            "id": "webhook",
            "execute-command": "/home/adnan/redeploy-go-webhook.sh",
            "command-working-directory": "/home/adnan/go",
        \t"pass-arguments-to-command":
            [
              { "source": "payload", "name": "head_commit.id" },
              { "source": "payload", "name": "pusher.name" }
            ],
            "trigger-rule":
            {
              "and":
              [
                { "match": { "type": "payload-hmac-sha1", "secret": "mysecret",
                             "parameter": { "source": "header", "name": "X-Hub-Signature" } } },
                { "match": { "type": "value", "value": "refs/heads/master",
                             "parameter": { "source": "payload", "name": "ref" } } }
              ]
            }
          }
        ]
        """;

    HooksImport.Result result = HooksImport.convert("hooks.json", json);

    String expected =
        """
        commands:
          webhook:
            executable: /home/adnan/redeploy-go-webhook.sh
            args:
              - {slot: arg1, pattern: '(?s).*', max_chars: 131072}
              - {slot: arg2, pattern: '(?s).*', max_chars: 131072}
            env:
              PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
        hooks:
          webhook:
            verifier: {type: hmac, header: X-Hub-Signature, algorithm: sha1, prefix: 'sha1='}
            secret: webhook-secret
            filter: 'text(dig(body, "ref")) == "refs/heads/master"'
            jobs:
              - command: webhook
                args:
                  - '${text(dig(body, "head_commit.id"))}'
                  - '${text(dig(body, "pusher.name"))}'
        """;
    String actual =
        result
            .yaml()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .collect(Collectors.joining("\n"));
    assertEquals(expected.strip(), actual.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                 | is no list of hooks
          [1]                                | hook 1: an object is wanted
          [{}]                               | hook 1 has no id
          [{id: a}, {id: a}]                 | has two hooks with the id a
          [{id: a, trigger-rule: 1}]         | a, a rule: an object is wanted
          [{id: a, trigger-rule: {and: 1}}]  | a, and/or: a list is wanted
          [{id: a, trigger-rule: {and: [1]}}] | a, a rule: an object is wanted
          [{id: a, pass-arguments-to-command: {}}] | a, pass-arguments-to-command: a list is wanted
          ["{{ x "]]                         | line 1: neither JSON nor YAML
          """)
  void noHooksFile_isRefusedInOneLine(String text, String message) {
    ImportException e = assertThrows(ImportException.class, () -> HooksImport.convert("f", text));

    assertTrue(String.valueOf(e.getMessage()).startsWith(message), e.getMessage());
    assertEquals(1, String.valueOf(e.getMessage()).lines().count());
  }

  private static HooksImport.Result converted(String members) throws Exception {
    String command = members.contains("execute-command") ? "" : ", execute-command: /bin/echo";
    return HooksImport.convert(
        "hooks.yaml", "- {id: h" + command + (members.isEmpty() ? "" : ", " + members) + "}");
  }

  private static void assertNoted(HooksImport.Result result, String text) {
    assertTrue(
        result.notes().stream().anyMatch(note -> note.contains(text)), result.notes().toString());
  }

  private static Hook hook(HooksImport.Result result, String name) throws Exception {
    return Hooks.compile(GatewayConfig.parse("g.yaml", result.yaml())).find(name).orElseThrow();
  }

  private static HookRequest request(Map<String, String> headers, String body) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("content-type", List.of("application/json"));
    all.put("x-event", List.of("push"));
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    return new HookRequest(
        "POST",
        all,
        Map.of("q", List.of("q 1")),
        body.getBytes(StandardCharsets.UTF_8),
        Optional.of("192.0.2.7"));
  }

  private static boolean isTriggered(Hook hook, HookRequest request) {
    return hook.evaluate(request) instanceof Evaluation.Evaluated evaluated
        && !evaluated.matched().isEmpty();
  }

  private static Rule.Matched matched(Hook hook, HookRequest request) {
    Evaluation.Evaluated evaluated =
        assertInstanceOf(Evaluation.Evaluated.class, hook.evaluate(request));
    return assertInstanceOf(Rule.Matched.class, evaluated.rules().getFirst());
  }

  private static boolean isAuthentic(Hook hook, HookRequest request, Map<String, String> secrets) {
    SecretStore store = name -> Optional.ofNullable(secrets.get(name)).map(Secret::new);
    return hook.verify(request, store, Instant.EPOCH) instanceof Verification.Authentic;
  }
}
