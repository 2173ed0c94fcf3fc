package dev.codexgateway.cli.importer;

import java.util.Locale;
import java.util.Optional;

/**
 * A reference to a value of the request.
 *
 * @param name of the header, parameter or member; for {@code string} the text itself
 * @param envName the variable's name, where the value goes into the environment
 */
record Argument(String source, String name, Optional<String> envName) {
  boolean isConstant() {
    return source.equals("string");
  }

  boolean isHeader() {
    return source.equals("header");
  }

  boolean isQuery() {
    return source.equals("url") || source.equals("query");
  }

  boolean isPayload() {
    return source.equals("payload");
  }

  String lowerCaseName() {
    return name.toLowerCase(Locale.ROOT);
  }

  /** For messages. */
  String shown() {
    return name.isEmpty() ? source : source + " " + name;
  }
}
