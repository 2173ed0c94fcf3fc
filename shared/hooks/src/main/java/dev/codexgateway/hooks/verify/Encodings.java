package dev.codexgateway.hooks.verify;

import dev.codexgateway.core.hook.VerifierDefinition.Encoding;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** Signatures as text. */
final class Encodings {
  private Encodings() {}

  static Optional<byte[]> decode(Encoding encoding, String text) {
    try {
      return Optional.of(
          switch (encoding) {
            case HEX -> HexFormat.of().parseHex(text);
            case BASE64 -> Base64.getDecoder().decode(text);
          });
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static String encode(Encoding encoding, byte[] bytes) {
    return switch (encoding) {
      case HEX -> HexFormat.of().formatHex(bytes);
      case BASE64 -> Base64.getEncoder().encodeToString(bytes);
    };
  }
}
