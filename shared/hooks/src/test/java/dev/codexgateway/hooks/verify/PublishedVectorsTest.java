package dev.codexgateway.hooks.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.hook.VerifierDefinition;
import dev.codexgateway.core.secret.Secret;
import dev.codexgateway.hooks.Fixture;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The examples that the providers publish, as they publish them. */
final class PublishedVectorsTest {
  private static Optional<String> flaw(
      VerifierDefinition definition, String secret, long now, String body, String... headers) {
    HookRequest request = Fixture.request(body.getBytes(UTF_8), headers);
    return Verifier.of(definition)
        .flaw(request, List.of(new Secret(secret)), Instant.ofEpochSecond(now));
  }

  /** docs.github.com, "Validating webhook deliveries", section on testing the validation. */
  @Test
  void github_documentedExample_isAuthentic() {
    assertEquals(
        Optional.empty(),
        flaw(
            new VerifierDefinition.GitHub(),
            "It's a Secret to Everybody",
            0,
            "Hello, World!",
            "X-Hub-Signature-256",
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"));
  }

  /** api.slack.com, "Verifying requests from Slack". */
  @Test
  void slack_documentedExample_isAuthentic() {
    String body =
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
            + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
            + "&command=%2Fwebhook-collect&text="
            + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
            + "%2F96rGlfmibIGlgcZRskXaIFfN"
            + "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
    assertEquals(
        Optional.empty(),
        flaw(
            new VerifierDefinition.Slack(),
            "8f742231b10e8888abcd99yyyzzz85a5",
            1531420618,
            body,
            "X-Slack-Request-Timestamp",
            "1531420618",
            "X-Slack-Signature",
            "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"));
  }

  /** docs.svix.com, "How to verify webhooks manually". */
  @Test
  void standard_svixExample_isAuthentic() {
    assertEquals(
        Optional.empty(),
        flaw(
            new VerifierDefinition.Standard(),
            "whsec_plJ3nmyCDGBKInavdOK15jsl",
            1731705121,
            "{\"event_type\":\"ping\",\"data\":{\"success\":true}}",
            "svix-id",
            "msg_loFOjxBNrRLzqYUf",
            "svix-timestamp",
            "1731705121",
            "svix-signature",
            "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="));
  }

  /** The example in the documentation of several of the Standard Webhooks libraries. */
  @Test
  void standard_libraryExample_isAuthenticAmongOtherSignatures() {
    assertEquals(
        Optional.empty(),
        flaw(
            new VerifierDefinition.Standard(),
            "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
            1649367553,
            "{\"email\":\"test@example.com\",\"username\":\"test_user\"}",
            "webhook-id",
            "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
            "webhook-timestamp",
            "1649367553",
            "webhook-signature",
            "v1,AAAA v2,BBBB v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw="));
  }

  /** RFC 8032 section 7.1, test 3: an independent check of the Ed25519 plumbing. */
  @Test
  void ed25519_rfcExample_isAuthentic() {
    Secret key = new Secret("whpk_/FHNjmIYoaONpH7QAjDwWAgW7RO6MwOsXeuRFUiQgCU=");
    byte[] signature =
        HexFormat.of()
            .parseHex(
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                    + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
    String base64 = Base64.getEncoder().encodeToString(signature);
    StandardKey read = StandardKey.of(key).orElseThrow();
    assertEquals("v1a", read.version());
    assertEquals(
        true, read.verifies(List.of(base64), new byte[] {(byte) 0xaf}, new byte[] {(byte) 0x82}));
    assertEquals(
        false, read.verifies(List.of(base64), new byte[] {(byte) 0xaf}, new byte[] {(byte) 0x83}));
  }
}
