package dev.codexgateway.cli.importer;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * CEL for the values that a hook refers to.
 *
 * @param json the hook's parameters that hold JSON in a text
 */
record References(List<Argument> json) {
  /** Headers that a hook's expressions do not see, since they hold secrets. */
  private static final Set<String> HIDDEN =
      Set.of(
          "authorization",
          "proxy-authorization",
          "cookie",
          "x-api-key",
          "x-auth-token",
          "x-gitlab-token");

  /** A JSON array is the member {@code root} of the payload there. */
  private static final String ROOTED = "(type(body) == list ? {\"root\": body} : body)";

  /** Whether expressions can see the value at all. */
  static boolean isHidden(Argument argument) {
    return argument.isHeader() && HIDDEN.contains(argument.lowerCaseName());
  }

  /**
   * CEL that gives an optional value, for what a request may lack; empty for what is always there,
   * or unknown.
   */
  Optional<String> optional(Argument argument) {
    if (argument.isHeader()) {
      return Optional.of(
          isJson(argument)
              ? dig("headers", argument, argument.lowerCaseName())
              : "headers[?" + Texts.cel(argument.lowerCaseName()) + "]");
    }
    if (argument.isQuery()) {
      return Optional.of(
          isJson(argument)
              ? dig("query", argument, argument.name())
              : "query[?" + Texts.cel(argument.name()) + "]");
    }
    return argument.isPayload()
        ? Optional.of(dig(payload(argument), argument, argument.name()))
        : Optional.empty();
  }

  private static String payload(Argument argument) {
    boolean isRooted = argument.name().equals("root") || argument.name().startsWith("root.");
    return isRooted ? ROOTED : "body";
  }

  private String dig(String root, Argument argument, String path) {
    String container = root;
    for (Argument parameter : json) {
      if (isSameSource(parameter, argument)) {
        String name = parameter.isHeader() ? parameter.lowerCaseName() : parameter.name();
        container = "with_json(" + container + ", " + Texts.cel(name) + ")";
      }
    }
    return "dig(" + container + ", " + Texts.cel(path) + ")";
  }

  private boolean isJson(Argument argument) {
    return json.stream().anyMatch(parameter -> isSameSource(parameter, argument));
  }

  private static boolean isSameSource(Argument a, Argument b) {
    return (a.isHeader() && b.isHeader())
        || (a.isQuery() && b.isQuery())
        || (a.isPayload() && b.isPayload());
  }

  /** CEL that gives a text, empty where the value is missing; empty for an unknown source. */
  Optional<String> text(Argument argument) {
    Optional<String> optional = optional(argument);
    if (optional.isPresent()) {
      boolean isText = !argument.isPayload() && !isJson(argument);
      return Optional.of(
          isText ? optional.get() + ".orValue(\"\")" : "text(" + optional.get() + ")");
    }
    return always(argument);
  }

  private Optional<String> always(Argument argument) {
    return switch (argument.source()) {
      case "string" -> Optional.of(Texts.cel(argument.name()));
      case "raw-request-body" -> Optional.of("raw");
      case "entire-payload" -> Optional.of("json(" + whole(ROOTED, "payload") + ")");
      case "entire-headers" -> Optional.of("json(" + whole("headers", "header") + ")");
      case "entire-query" -> Optional.of("json(" + whole("query", "url") + ")");
      case "request" -> request(argument);
      default -> Optional.empty();
    };
  }

  private String whole(String root, String source) {
    String container = root;
    Argument any = new Argument(source, "", Optional.empty());
    for (Argument parameter : json) {
      if (isSameSource(parameter, any)) {
        String name = parameter.isHeader() ? parameter.lowerCaseName() : parameter.name();
        container = "with_json(" + container + ", " + Texts.cel(name) + ")";
      }
    }
    return container;
  }

  private static Optional<String> request(Argument argument) {
    return switch (argument.lowerCaseName()) {
      case "method" -> Optional.of("method");
      case "remote-addr" -> Optional.of("remote_address");
      default -> Optional.empty();
    };
  }
}
