package dev.codexgateway.hooks.verify;

import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.hook.VerifierDefinition.TimeUnit;
import dev.codexgateway.core.secret.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * <a
 * href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">
 * Standard Webhooks</a>: headers {@code webhook-id}, {@code webhook-timestamp} and {@code
 * webhook-signature}, or the same with {@code svix-}. A secret {@code whsec_…} is an HMAC key and
 * checks {@code v1}, a secret {@code whpk_…} an Ed25519 public key and checks {@code v1a}.
 */
final class StandardVerifier implements Verifier {
  private static final String NO_MATCH = "the signature does not match";

  @Override
  public Optional<String> flaw(HookRequest request, List<Secret> secrets, Instant now) {
    try {
      String prefix = request.headers().containsKey("webhook-signature") ? "webhook-" : "svix-";
      String id = Headers.single(request, prefix + "id");
      String time = Headers.single(request, prefix + "timestamp").strip();
      String signatures = Headers.single(request, prefix + "signature");
      if (id.isEmpty() || id.contains(".")) {
        // With a full stop inside, where the id ends and the time begins would be anybody's guess.
        throw new Flaw("the header " + prefix + "id must be a text without a full stop");
      }
      SignedTimes.check(time, TimeUnit.SECONDS, now);
      byte[] head = Hmacs.utf8(id + "." + time + ".");
      return isSigned(signatures, secrets, head, request.body())
          ? Optional.empty()
          : Optional.of(NO_MATCH);
    } catch (Flaw flaw) {
      return Optional.of(flaw.reason());
    }
  }

  private static boolean isSigned(
      String signatures, List<Secret> secrets, byte[] head, byte[] body) {
    boolean authentic = false;
    for (Secret secret : secrets) {
      Optional<StandardKey> key = StandardKey.of(secret);
      if (key.isPresent()) {
        authentic |= key.get().verifies(signatures(signatures, key.get().version()), head, body);
      }
    }
    return authentic;
  }

  /** Those of one version, from a list that is separated by spaces. */
  private static List<String> signatures(String header, String version) {
    List<String> found = new ArrayList<>();
    for (String item : header.split(" ")) {
      String[] pair = item.split(",", 2);
      if (pair.length == 2 && pair[0].equals(version)) {
        found.add(pair[1]);
      }
    }
    return found;
  }

  @Override
  public Optional<String> secretFlaw(Secret secret) {
    return StandardKey.of(secret).isPresent()
        ? Optional.empty()
        : Optional.of(
            "is neither whsec_ and Base64 of 16 bytes or more, nor whpk_ and an Ed25519 key");
  }

  @Override
  public Signature sign(Secret secret, byte[] body, Instant now, String id) {
    String time = SignedTimes.text(TimeUnit.SECONDS, now);
    StandardKey key =
        StandardKey.of(secret)
            .orElseThrow(() -> new IllegalArgumentException("the secret is no key for signing"));
    String signature = key.sign(Hmacs.utf8(id + "." + time + "."), body);
    return new Signature(
        Map.of(
            "webhook-id", id,
            "webhook-timestamp", time,
            "webhook-signature", signature),
        Map.of());
  }
}
