package dev.codexgateway.core.config;

import dev.codexgateway.core.hook.VerifierDefinition;
import dev.codexgateway.core.hook.VerifierDefinition.Encoding;
import dev.codexgateway.core.hook.VerifierDefinition.HmacAlgorithm;
import dev.codexgateway.core.hook.VerifierDefinition.Place;
import dev.codexgateway.core.hook.VerifierDefinition.SignedTime;
import dev.codexgateway.core.hook.VerifierDefinition.TimeUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads how a webhook is verified: {@code verifier: github}, or a mapping with its options. */
final class VerifierReader {
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");
  private static final VerifierDefinition NONE = new VerifierDefinition.GitHub();
  private static final String DEFAULT_SIGNED = "{timestamp}.{body}";

  private final YamlMap hook;
  private final Optional<YamlMap> options;

  private VerifierReader(YamlMap hook) {
    this.hook = hook;
    this.options =
        hook.node("verifier").orElse(null) instanceof ScalarNode
            ? Optional.empty()
            : hook.map("verifier");
  }

  static VerifierDefinition read(YamlMap hook) {
    if (!hook.has("verifier")) {
      hook.problem("verifier", "is required, for example github");
      return NONE;
    }
    VerifierReader reader = new VerifierReader(hook);
    VerifierDefinition verifier = reader.read(reader.type());
    reader.options.ifPresent(YamlMap::refuseUnknown);
    return verifier;
  }

  private String type() {
    return options
        .map(map -> map.string("type"))
        .orElseGet(() -> hook.string("verifier"))
        .orElse("");
  }

  private VerifierDefinition read(String type) {
    return switch (type) {
      case "pipedrive" -> new VerifierDefinition.Pipedrive(username());
      case "github" -> new VerifierDefinition.GitHub();
      case "gitlab" -> new VerifierDefinition.GitLab(isSigned());
      case "stripe" -> new VerifierDefinition.Stripe();
      case "slack" -> new VerifierDefinition.Slack();
      case "standard" -> new VerifierDefinition.Standard();
      case "hmac" -> hmac();
      case "token" -> token();
      case "basic" -> new VerifierDefinition.Basic(username());
      default -> {
        problem(
            "type",
            "must be one of pipedrive, github, gitlab, stripe, slack, standard, hmac, token,"
                + " basic");
        yield NONE;
      }
    };
  }

  private Optional<String> option(String name) {
    return options.flatMap(map -> map.string(name));
  }

  private void problem(String name, String reason) {
    options.ifPresentOrElse(
        map -> map.problem(name, reason), () -> hook.problem("verifier", name + " " + reason));
  }

  private String username() {
    String username = option("username").orElse("");
    if (username.isEmpty() || username.contains(":")) {
      problem("username", "is required, without a colon; the secret is the password");
    }
    return username;
  }

  private boolean isSigned() {
    String method = option("method").orElse("token");
    if (!method.equals("token") && !method.equals("signature")) {
      problem("method", "must be token or signature");
    }
    return method.equals("signature");
  }

  private VerifierDefinition hmac() {
    return new VerifierDefinition.Hmac(
        header("header"),
        choice("algorithm", HmacAlgorithm.values(), HmacAlgorithm.SHA256),
        choice("encoding", Encoding.values(), Encoding.HEX),
        option("prefix").orElse(""),
        signedTime());
  }

  private Optional<SignedTime> signedTime() {
    if (!options.filter(map -> map.has("timestamp_header")).isPresent()) {
      return Optional.empty();
    }
    String signed = option("signed").orElse(DEFAULT_SIGNED);
    if (!signed.matches("(?s)((?!\\{timestamp}).)*\\{timestamp}((?!\\{timestamp}).)*")
        || !signed.matches("(?s)((?!\\{body}).)*\\{body}((?!\\{body}).)*")) {
      problem("signed", "needs {timestamp} and {body} once each");
    }
    TimeUnit unit = choice("timestamp_unit", TimeUnit.values(), TimeUnit.SECONDS);
    return Optional.of(new SignedTime(header("timestamp_header"), unit, signed));
  }

  private VerifierDefinition token() {
    Optional<String> query = option("query");
    String prefix = option("prefix").orElse("");
    if (query.isPresent()) {
      if (options.filter(map -> map.has("header")).isPresent()) {
        problem("query", "and header cannot both be there");
      }
      return new VerifierDefinition.Token(Place.QUERY, query.get(), prefix);
    }
    return new VerifierDefinition.Token(Place.HEADER, header("header"), prefix);
  }

  private String header(String name) {
    String header = option(name).orElse("");
    if (!HEADER.matcher(header).matches()) {
      problem(name, "must be the name of a header");
    }
    return header;
  }

  private <T extends Enum<T>> T choice(String name, T[] values, T otherwise) {
    Optional<String> given = option(name);
    Optional<T> found =
        Arrays.stream(values).filter(value -> given.equals(Optional.of(name(value)))).findFirst();
    if (given.isPresent() && found.isEmpty()) {
      problem(
          name,
          "must be one of "
              + Arrays.stream(values).map(VerifierReader::name).collect(Collectors.joining(", ")));
    }
    return found.orElse(otherwise);
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
