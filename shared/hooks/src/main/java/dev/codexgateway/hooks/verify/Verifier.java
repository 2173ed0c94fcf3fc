package dev.codexgateway.hooks.verify;

import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.hook.VerifierDefinition;
import dev.codexgateway.core.hook.VerifierDefinition.Place;
import dev.codexgateway.core.secret.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Checks a delivery against the secrets of its hook: on the raw bytes, in constant time, and no
 * where in doubt. No reason tells a secret or the signature that would have been right.
 */
public interface Verifier {
  /**
   * Why the delivery is not authentic; empty where it is.
   *
   * @param secrets the live ones, at least one; any of them may have signed
   */
  Optional<String> flaw(HookRequest request, List<Secret> secrets, Instant now);

  /** What is wrong with a secret, without repeating it; empty where it can be used. */
  default Optional<String> secretFlaw(Secret secret) {
    return secret.text().isEmpty() ? Optional.of("is empty") : Optional.empty();
  }

  /**
   * What a sender who knows the secret adds to a request with that body.
   *
   * @param id that tells the delivery apart, where the provider's signature covers one
   * @throws IllegalArgumentException where this side cannot sign, since the secret is a public key
   */
  Signature sign(Secret secret, byte[] body, Instant now, String id);

  /** Headers, in lower case, that carry the secret itself and must not be kept. */
  default List<String> secretHeaders() {
    return List.of();
  }

  /** Query parameters that carry the secret itself and must not be kept. */
  default List<String> secretQuery() {
    return List.of();
  }

  static Verifier of(VerifierDefinition definition) {
    return switch (definition) {
      case VerifierDefinition.Pipedrive(String username) -> new BasicVerifier(username);
      case VerifierDefinition.GitHub() -> HmacVerifier.GITHUB;
      case VerifierDefinition.GitLab(boolean signed) ->
          signed ? new StandardVerifier() : new HeaderTokenVerifier("x-gitlab-token", "");
      case VerifierDefinition.Stripe() -> new StripeVerifier();
      case VerifierDefinition.Slack() -> HmacVerifier.SLACK;
      case VerifierDefinition.Standard() -> new StandardVerifier();
      case VerifierDefinition.Hmac hmac -> new HmacVerifier(hmac);
      case VerifierDefinition.Token(Place place, String name, String prefix) ->
          switch (place) {
            case HEADER -> new HeaderTokenVerifier(name, prefix);
            case QUERY -> new QueryTokenVerifier(name, prefix);
          };
      case VerifierDefinition.Basic(String username) -> new BasicVerifier(username);
    };
  }
}
