package dev.codexgateway.hooks.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.hook.VerifierDefinition;
import dev.codexgateway.core.secret.Secret;
import dev.codexgateway.hooks.Evaluation;
import dev.codexgateway.hooks.Evaluation.Rule;
import dev.codexgateway.hooks.Fixture;
import dev.codexgateway.hooks.Hook;
import dev.codexgateway.hooks.verify.Verifier;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whatever a sender sends: no exception, and nothing is believed or run that an independent check
 * does not accept. Without {@code JAZZER_FUZZ=1} the corpus is replayed; with it one of these
 * searches on.
 */
final class HooksFuzzTest {
  private static final Secret SECRET = new Secret("the secret of the hook");
  private static final Pattern BRANCH = Pattern.compile("[a-z0-9/_.][a-z0-9/_.-]{0,63}");

  private static final Hook MAPPED =
      Fixture.hook(
          """
          h:
            verifier: {type: token, header: X-Token}
            secret: s
            jobs:
              - command: deploy
                filter: has(body.ref) || body.items.exists(i, i == body.x)
                args: ['${ body.ref }', '${ body.?n.orValue(1) }']
                stdin: '${ json(body) }${ raw.lowerAscii() }'
                labels: {first: '${ body.items[0].name }'}
              - {command: echo, args: '${ body.args }'}
          """);

  /** GitHub's signature: believed exactly where our own HMAC says the same. */
  @FuzzTest(maxDuration = "1m")
  void github(FuzzedDataProvider data) {
    String header = data.consumeString(200);
    byte[] body = data.consumeRemainingAsBytes();
    HookRequest request = Fixture.request(body, "X-Hub-Signature-256", header);
    boolean believed =
        Verifier.of(new VerifierDefinition.GitHub())
            .flaw(request, List.of(SECRET), Fixture.NOW)
            .isEmpty();
    assertEquals(
        header.strip().toLowerCase(Locale.ROOT).equals("sha256=" + hmac(body))
            && header.strip().startsWith("sha256="),
        believed);
  }

  /** Nobody guesses a signature, and no header makes a verifier throw. */
  @FuzzTest(maxDuration = "1m")
  void headers(FuzzedDataProvider data) {
    String id = data.consumeString(50);
    String time = data.pickValue(List.of("1767323045", data.consumeString(20)));
    String signature = data.consumeString(300);
    HookRequest request =
        Fixture.request(
            data.consumeRemainingAsBytes(),
            "webhook-id",
            id,
            "webhook-timestamp",
            time,
            "webhook-signature",
            signature,
            "stripe-signature",
            signature,
            "x-slack-request-timestamp",
            time,
            "x-slack-signature",
            signature,
            "x-gitlab-token",
            id,
            "authorization",
            signature);
    List<Secret> secrets =
        List.of(SECRET, new Secret("whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="));
    for (VerifierDefinition definition :
        List.of(
            new VerifierDefinition.Standard(),
            new VerifierDefinition.Stripe(),
            new VerifierDefinition.Slack(),
            new VerifierDefinition.GitLab(false),
            new VerifierDefinition.GitLab(true),
            new VerifierDefinition.Basic("me"))) {
      assertTrue(Verifier.of(definition).flaw(request, secrets, Fixture.NOW).isPresent());
    }
  }

  /** Whatever the body: values reach a command only as its policy allows. */
  @FuzzTest(maxDuration = "1m")
  void mapping(FuzzedDataProvider data) {
    String type = data.pickValue(List.of("application/json", "text/plain", data.consumeString(40)));
    byte[] body = data.consumeRemainingAsBytes();
    Evaluation evaluation = MAPPED.evaluate(Fixture.request(body, "content-type", type));
    if (evaluation instanceof Evaluation.Evaluated evaluated) {
      evaluated.matched().forEach(HooksFuzzTest::assertAllowed);
    }
  }

  private static void assertAllowed(Rule.Matched matched) {
    if (matched.spec().command().equals("deploy")) {
      assertEquals("--branch", matched.argv().getFirst());
      assertEquals(3, matched.argv().size());
      assertTrue(BRANCH.matcher(matched.argv().get(1)).matches());
      int count = Integer.parseInt(matched.argv().get(2));
      assertTrue(count >= 0 && count <= 100);
    }
    matched.argv().stream()
        .skip(matched.spec().command().equals("deploy") ? 1 : 0)
        .forEach(word -> assertFalse(word.startsWith("-") || word.indexOf('\0') >= 0));
  }

  /** Any expression and template: compiled or refused with a place, evaluated without exception. */
  @FuzzTest(maxDuration = "1m")
  void expressions(FuzzedDataProvider data) {
    String filter = data.consumeString(300);
    String template = data.consumeString(300);
    byte[] body = data.consumeRemainingAsBytes();
    HookRequest request = Fixture.request(body, "content-type", "application/json");
    Compiled.hook(filter, template).ifPresent(hook -> hook.evaluate(request));
  }

  private static String hmac(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.text().getBytes(UTF_8), "HmacSHA256"));
      StringBuilder hex = new StringBuilder();
      for (byte b : mac.doFinal(body)) {
        hex.append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
      }
      return hex.toString();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
