package dev.codexgateway.core.hook;

import java.util.Optional;

/** How a hook tells that a delivery comes from whom it claims to. */
public sealed interface VerifierDefinition {
  /** HTTP Basic, since Pipedrive signs nothing; the secret is the password. */
  record Pipedrive(String username) implements VerifierDefinition {}

  /** {@code X-Hub-Signature-256}; the older SHA-1 header counts for nothing. */
  record GitHub() implements VerifierDefinition {}

  /**
   * @param signed the Standard Webhooks signature of GitLab's signing token, where not {@code
   *     X-Gitlab-Token}
   */
  record GitLab(boolean signed) implements VerifierDefinition {}

  record Stripe() implements VerifierDefinition {}

  record Slack() implements VerifierDefinition {}

  /** Standard Webhooks, also under Svix' header names. */
  record Standard() implements VerifierDefinition {}

  /**
   * Any HMAC of the body.
   *
   * @param header that carries the signature
   * @param prefix before the encoded signature, for example {@code sha256=}
   * @param timestamp where the sender signs the time too
   */
  record Hmac(
      String header,
      HmacAlgorithm algorithm,
      Encoding encoding,
      String prefix,
      Optional<SignedTime> timestamp)
      implements VerifierDefinition {}

  /**
   * The secret itself, sent along.
   *
   * @param prefix before the secret, for example {@code "Bearer "}
   */
  record Token(Place place, String name, String prefix) implements VerifierDefinition {}

  /** HTTP Basic; the secret is the password. */
  record Basic(String username) implements VerifierDefinition {}

  enum HmacAlgorithm {
    SHA1("HmacSHA1"),
    SHA256("HmacSHA256"),
    SHA512("HmacSHA512");

    private final String jcaName;

    HmacAlgorithm(String jcaName) {
      this.jcaName = jcaName;
    }

    /** As {@code javax.crypto.Mac} calls it. */
    public String jcaName() {
      return jcaName;
    }
  }

  enum Encoding {
    HEX,
    BASE64
  }

  enum Place {
    HEADER,
    QUERY
  }

  /**
   * @param header that carries the time, as Unix time
   * @param signed what is signed, with {@code {timestamp}} and {@code {body}} once each
   */
  record SignedTime(String header, TimeUnit unit, String signed) {}

  enum TimeUnit {
    SECONDS,
    MILLISECONDS
  }
}
