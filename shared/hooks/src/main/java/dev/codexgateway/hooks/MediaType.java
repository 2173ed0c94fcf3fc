package dev.codexgateway.hooks;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * What a {@code Content-Type} says.
 *
 * @param charset empty where it names one that is not known
 */
record MediaType(Kind kind, Optional<Charset> charset) {
  enum Kind {
    JSON,
    FORM,
    /** Plain text, or nothing said. */
    TEXT,
    OTHER
  }

  static MediaType of(Optional<String> header) {
    String[] parts = header.orElse("text/plain").split(";");
    String type = parts.length == 0 ? "" : parts[0].strip().toLowerCase(Locale.ROOT);
    return new MediaType(kind(type), charset(parts));
  }

  private static Kind kind(String type) {
    return switch (type) {
      case "application/json" -> Kind.JSON;
      case "application/x-www-form-urlencoded" -> Kind.FORM;
      case "text/plain" -> Kind.TEXT;
      default -> type.startsWith("application/") && type.endsWith("+json") ? Kind.JSON : Kind.OTHER;
    };
  }

  private static Optional<Charset> charset(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].split("=", 2);
      if (pair.length == 2 && pair[0].strip().equalsIgnoreCase("charset")) {
        return named(pair[1].strip().replace("\"", ""));
      }
    }
    return Optional.of(StandardCharsets.UTF_8);
  }

  private static Optional<Charset> named(String name) {
    try {
      return Optional.of(Charset.forName(name)).filter(Charset::canEncode);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
