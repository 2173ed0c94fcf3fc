package dev.codexgateway.hooks.verify;

import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.hook.VerifierDefinition.Encoding;
import dev.codexgateway.core.hook.VerifierDefinition.Hmac;
import dev.codexgateway.core.hook.VerifierDefinition.HmacAlgorithm;
import dev.codexgateway.core.hook.VerifierDefinition.SignedTime;
import dev.codexgateway.core.hook.VerifierDefinition.TimeUnit;
import dev.codexgateway.core.secret.Secret;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** An HMAC in one header, over the body or over a text that holds a time and the body. */
final class HmacVerifier implements Verifier {
  /**
   * See <a
   * href="https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries">GitHub
   * on validating deliveries</a>.
   */
  static final HmacVerifier GITHUB =
      new HmacVerifier(
          new Hmac(
              "X-Hub-Signature-256",
              HmacAlgorithm.SHA256,
              Encoding.HEX,
              "sha256=",
              Optional.empty()));

  /**
   * See <a href="https://api.slack.com/authentication/verifying-requests-from-slack">Slack on
   * verifying requests</a>.
   */
  static final HmacVerifier SLACK =
      new HmacVerifier(
          new Hmac(
              "X-Slack-Signature",
              HmacAlgorithm.SHA256,
              Encoding.HEX,
              "v0=",
              Optional.of(
                  new SignedTime(
                      "X-Slack-Request-Timestamp", TimeUnit.SECONDS, "v0:{timestamp}:{body}"))));

  private final Hmac hmac;

  HmacVerifier(Hmac hmac) {
    this.hmac = hmac;
  }

  @Override
  public Optional<String> flaw(HookRequest request, List<Secret> secrets, Instant now) {
    try {
      byte[] given = given(request);
      byte[][] signed = signed(request, now);
      boolean authentic = false;
      for (Secret secret : secrets) {
        authentic |= Hmacs.anyEquals(hash(secret, signed), List.of(given));
      }
      return authentic ? Optional.empty() : Optional.of("the signature does not match");
    } catch (Flaw flaw) {
      return Optional.of(flaw.reason());
    }
  }

  private byte[] given(HookRequest request) throws Flaw {
    String text = Headers.single(request, hmac.header()).strip();
    if (!text.startsWith(hmac.prefix())) {
      throw new Flaw("the header " + hmac.header() + " does not begin with " + hmac.prefix());
    }
    return Encodings.decode(hmac.encoding(), text.substring(hmac.prefix().length()))
        .orElseThrow(
            () ->
                new Flaw(
                    "the header "
                        + hmac.header()
                        + " is not "
                        + hmac.encoding().name().toLowerCase(Locale.ROOT)));
  }

  private byte[][] signed(HookRequest request, Instant now) throws Flaw {
    if (hmac.timestamp().isEmpty()) {
      return new byte[][] {request.body()};
    }
    SignedTime time = hmac.timestamp().get();
    String text = Headers.single(request, time.header()).strip();
    SignedTimes.check(text, time.unit(), now);
    return parts(time, text, request.body());
  }

  /** The body's bytes stay bytes: they may be no text at all. */
  private static byte[][] parts(SignedTime time, String timestamp, byte[] body) {
    String[] around = time.signed().split("\\{body}", -1);
    return new byte[][] {
      Hmacs.utf8(around[0].replace("{timestamp}", timestamp)),
      body,
      Hmacs.utf8(around[1].replace("{timestamp}", timestamp))
    };
  }

  private byte[] hash(Secret secret, byte[][] signed) {
    return Hmacs.sign(hmac.algorithm().jcaName(), secret.bytes(), signed);
  }

  @Override
  public Signature sign(Secret secret, byte[] body, Instant now, String id) {
    Map<String, String> headers = new HashMap<>();
    byte[][] signed =
        hmac.timestamp()
            .map(
                time -> {
                  String timestamp = SignedTimes.text(time.unit(), now);
                  headers.put(time.header().toLowerCase(Locale.ROOT), timestamp);
                  return parts(time, timestamp, body);
                })
            .orElseGet(() -> new byte[][] {body});
    headers.put(
        hmac.header().toLowerCase(Locale.ROOT),
        hmac.prefix() + Encodings.encode(hmac.encoding(), hash(secret, signed)));
    return new Signature(headers, Map.of());
  }
}
