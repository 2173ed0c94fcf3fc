package dev.codexgateway.hooks.verify;

import dev.codexgateway.core.hook.VerifierDefinition.Encoding;
import dev.codexgateway.core.secret.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A key of Standard Webhooks, from its text. */
sealed interface StandardKey {
  /** Shortest HMAC key, in bytes. */
  int LEAST_BYTES = 16;

  /** Ed25519 public keys are as long as this. */
  int ED25519_BYTES = 32;

  /** Which signatures it checks, for example {@code v1}. */
  String version();

  /** Whether any of the signatures, in Base64, is right; looks at all of them. */
  boolean verifies(List<String> signatures, byte[] head, byte[] body);

  /**
   * As it stands in the header, its version first.
   *
   * @throws IllegalArgumentException where the key is a public one
   */
  String sign(byte[] head, byte[] body);

  /** Empty where the text is no key. */
  static Optional<StandardKey> of(Secret secret) {
    String text = secret.text().strip();
    if (text.startsWith("whpk_")) {
      return Encodings.decode(Encoding.BASE64, text.substring("whpk_".length()))
          .filter(bytes -> bytes.length == ED25519_BYTES)
          .flatMap(Ed25519::of);
    }
    String encoded = text.startsWith("whsec_") ? text.substring("whsec_".length()) : text;
    return Encodings.decode(Encoding.BASE64, encoded)
        .filter(bytes -> bytes.length >= LEAST_BYTES)
        .map(Symmetric::new);
  }

  /** HMAC-SHA256. */
  @SuppressWarnings("ArrayRecordComponent") // compared never
  record Symmetric(byte[] key) implements StandardKey {
    @Override
    public String version() {
      return "v1";
    }

    @Override
    public boolean verifies(List<String> signatures, byte[] head, byte[] body) {
      List<byte[]> given =
          signatures.stream()
              .flatMap(text -> Encodings.decode(Encoding.BASE64, text).stream())
              .toList();
      return Hmacs.anyEquals(Hmacs.sign(Hmacs.SHA256, key, head, body), given);
    }

    @Override
    public String sign(byte[] head, byte[] body) {
      return "v1," + Encodings.encode(Encoding.BASE64, Hmacs.sign(Hmacs.SHA256, key, head, body));
    }

    @Override
    public String toString() {
      return "Symmetric[…]";
    }
  }

  /** Ed25519 (RFC 8032). */
  record Ed25519(PublicKey key) implements StandardKey {
    /** What stands before the 32 bytes of a key in its X.509 form (RFC 8410). */
    private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    static Optional<StandardKey> of(byte[] raw) {
      byte[] x509 = Arrays.copyOf(X509_HEAD, X509_HEAD.length + raw.length);
      System.arraycopy(raw, 0, x509, X509_HEAD.length, raw.length);
      try {
        KeyFactory factory = KeyFactory.getInstance("Ed25519");
        return Optional.of(new Ed25519(factory.generatePublic(new X509EncodedKeySpec(x509))));
      } catch (GeneralSecurityException e) {
        return Optional.empty();
      }
    }

    @Override
    public String version() {
      return "v1a";
    }

    @Override
    public boolean verifies(List<String> signatures, byte[] head, byte[] body) {
      return signatures.stream()
          .flatMap(text -> Encodings.decode(Encoding.BASE64, text).stream())
          .anyMatch(signature -> verifies(signature, head, body));
    }

    private boolean verifies(byte[] signature, byte[] head, byte[] body) {
      try {
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(key);
        verifier.update(head);
        verifier.update(body);
        return verifier.verify(signature);
      } catch (GeneralSecurityException e) {
        return false;
      }
    }

    @Override
    public String sign(byte[] head, byte[] body) {
      throw new IllegalArgumentException("a public key cannot sign");
    }
  }
}
