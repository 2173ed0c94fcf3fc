package dev.codexgateway.hooks.verify;

import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.hook.VerifierDefinition.Encoding;
import dev.codexgateway.core.hook.VerifierDefinition.TimeUnit;
import dev.codexgateway.core.secret.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code Stripe-Signature: t=1492774577,v1=5257…}, see <a
 * href="https://docs.stripe.com/webhooks#verify-manually">Stripe on verifying signatures</a>. Only
 * {@code v1} counts; there are two while the endpoint's secret is being rolled.
 */
final class StripeVerifier implements Verifier {
  private static final String HEADER = "Stripe-Signature";

  /** What the header says. */
  private record Given(String time, List<byte[]> signatures) {}

  @Override
  public Optional<String> flaw(HookRequest request, List<Secret> secrets, Instant now) {
    try {
      Given given = given(Headers.single(request, HEADER));
      SignedTimes.check(given.time(), TimeUnit.SECONDS, now);
      boolean authentic = false;
      for (Secret secret : secrets) {
        byte[] expected = hash(secret, given.time(), request.body());
        authentic |= Hmacs.anyEquals(expected, given.signatures());
      }
      return authentic ? Optional.empty() : Optional.of("the signature does not match");
    } catch (Flaw flaw) {
      return Optional.of(flaw.reason());
    }
  }

  private static Given given(String header) throws Flaw {
    List<String> times = new ArrayList<>();
    List<byte[]> signatures = new ArrayList<>();
    for (String item : header.split(",")) {
      String[] pair = item.strip().split("=", 2);
      if (pair.length == 2 && pair[0].equals("t")) {
        times.add(pair[1]);
      } else if (pair.length == 2 && pair[0].equals("v1")) {
        Encodings.decode(Encoding.HEX, pair[1]).ifPresent(signatures::add);
      }
    }
    if (times.size() != 1) {
      throw new Flaw("the header " + HEADER + " needs one t=");
    }
    if (signatures.isEmpty()) {
      throw new Flaw("the header " + HEADER + " has no v1= in hex");
    }
    return new Given(times.getFirst(), signatures);
  }

  private static byte[] hash(Secret secret, String time, byte[] body) {
    return Hmacs.sign(Hmacs.SHA256, secret.bytes(), Hmacs.utf8(time + "."), body);
  }

  @Override
  public Signature sign(Secret secret, byte[] body, Instant now, String id) {
    String time = SignedTimes.text(TimeUnit.SECONDS, now);
    String hash = Encodings.encode(Encoding.HEX, hash(secret, time, body));
    return Signature.header("stripe-signature", "t=" + time + ",v1=" + hash);
  }
}
