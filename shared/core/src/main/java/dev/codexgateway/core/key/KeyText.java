package dev.codexgateway.core.key;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The text of a key: {@code gwk_<12 id>_<43 secret><6 crc>} in base62. The secret is 256 random
 * bits; the CRC-32 over all before it lets scanners and people tell a mistyped key from a wrong one
 * without asking anybody.
 */
public record KeyText(String id, String text) {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int ID_CHARS = 12;
  private static final int SECRET_CHARS = 43;
  private static final int CRC_CHARS = 6;
  private static final String PREFIX = "gwk_";
  private static final int LENGTH = PREFIX.length() + ID_CHARS + 1 + SECRET_CHARS + CRC_CHARS;

  public static KeyText next(SecureRandom random) {
    String id = randomText(random, ID_CHARS);
    String body = PREFIX + id + "_" + randomText(random, SECRET_CHARS);
    return new KeyText(id, body + checksum(body));
  }

  /** Empty where the text is not of this form, or its checksum is wrong. */
  public static Optional<KeyText> parse(String text) {
    if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String body = text.substring(0, LENGTH - CRC_CHARS);
    int underscore = PREFIX.length() + ID_CHARS;
    if (text.charAt(underscore) != '_' || !text.endsWith(checksum(body))) {
      return Optional.empty();
    }
    return Optional.of(new KeyText(text.substring(PREFIX.length(), underscore), text));
  }

  private static String randomText(SecureRandom random, int chars) {
    StringBuilder text = new StringBuilder(chars);
    for (int i = 0; i < chars; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  private static String checksum(String body) {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    char[] digits = new char[CRC_CHARS];
    long rest = crc.getValue();
    for (int i = CRC_CHARS - 1; i >= 0; i--) {
      digits[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
      rest /= ALPHABET.length();
    }
    return new String(digits);
  }

  @Override
  public String toString() {
    return PREFIX + id + "_…";
  }
}
