package dev.codexgateway.emulators;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://cloud.google.com/storage/docs/authentication/signatures">V4 signatures</a> of
 * GET requests, with {@code host} as the one signed header.
 */
final class SignedUrlCheck {
  private static final String ALGORITHM = "GOOG4-RSA-SHA256";
  private static final DateTimeFormatter BASIC_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** Cloud Storage knows no longer life. */
  private static final long MAX_SECONDS = 604_800;

  private final Map<String, PublicKey> signers;
  private final InstantSource clock;

  /**
   * @param signers public keys by e-mail address
   */
  SignedUrlCheck(Map<String, PublicKey> signers, InstantSource clock) {
    this.signers = signers;
    this.clock = clock;
  }

  static boolean isSigned(Map<String, String> query) {
    return query.containsKey("X-Goog-Signature");
  }

  /**
   * @param rawPath as in the request line
   * @param rawQuery as in the request line
   */
  void check(String host, String rawPath, String rawQuery, Map<String, String> query)
      throws StorageFault {
    Instant signedAt = time(query.getOrDefault("X-Goog-Date", ""));
    long seconds = Long.parseLong(query.getOrDefault("X-Goog-Expires", "0"));
    if (seconds > MAX_SECONDS) {
      throw new StorageFault(400, "invalid", "X-Goog-Expires is too large");
    }
    if (!clock.instant().isBefore(signedAt.plusSeconds(seconds))) {
      throw new StorageFault(400, "ExpiredToken", "Invalid argument: the URL has expired");
    }
    String credential = query.getOrDefault("X-Goog-Credential", "");
    PublicKey key = signers.get(credential.substring(0, Math.max(0, credential.indexOf('/'))));
    String scope = credential.substring(credential.indexOf('/') + 1);
    String text =
        String.join(
            "\n",
            ALGORITHM,
            query.getOrDefault("X-Goog-Date", ""),
            scope,
            sha256(canonicalRequest(host, rawPath, rawQuery)));
    if (key == null || !verifies(key, text, query.getOrDefault("X-Goog-Signature", ""))) {
      throw new StorageFault(403, "SignatureDoesNotMatch", "Access denied.");
    }
  }

  private static Instant time(String text) throws StorageFault {
    try {
      return BASIC_TIME.parse(text, Instant::from);
    } catch (RuntimeException _) {
      throw new StorageFault(400, "invalid", "X-Goog-Date is not a time");
    }
  }

  private static String canonicalRequest(String host, String rawPath, String rawQuery) {
    String sortedQuery =
        Arrays.stream(rawQuery.split("&"))
            .filter(pair -> !pair.startsWith("X-Goog-Signature="))
            .sorted()
            .collect(Collectors.joining("&"));
    return String.join(
        "\n", "GET", rawPath, sortedQuery, "host:" + host, "", "host", "UNSIGNED-PAYLOAD");
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static boolean verifies(PublicKey key, String text, String signatureHex) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return signature.verify(HexFormat.of().parseHex(signatureHex));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return false; // not even the form of a signature
    }
  }

  /** Of {@code a=1&b=2}; of a name that comes twice the last counts. */
  static Map<String, String> parse(@Nullable String rawQuery) {
    if (rawQuery == null || rawQuery.isEmpty()) {
      return Map.of();
    }
    return Arrays.stream(rawQuery.split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> decode(pair[0]),
                pair -> pair.length == 2 ? decode(pair[1]) : "",
                (_, last) -> last));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
