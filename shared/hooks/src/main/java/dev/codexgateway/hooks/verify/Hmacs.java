package dev.codexgateway.hooks.verify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC (RFC 2104) and comparisons that take the same time wherever the difference is. */
final class Hmacs {
  static final String SHA256 = "HmacSHA256";

  private Hmacs() {}

  /**
   * @param parts signed one after the other
   */
  static byte[] sign(String algorithm, byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  /** Whether any of the given is the expected one; looks at all of them. */
  static boolean anyEquals(byte[] expected, List<byte[]> given) {
    boolean found = false;
    for (byte[] one : given) {
      found |= MessageDigest.isEqual(expected, one);
    }
    return found;
  }

  /** Compares hashes, so that not even the length of the secret shows in the time. */
  static boolean sameText(String expected, String given) {
    return MessageDigest.isEqual(sha256(expected), sha256(given));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(utf8(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
