package dev.codexgateway.cli.importer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * How the imported hook tells that a delivery is authentic, and what is left of its rule.
 *
 * @param verifier YAML in one line
 * @param secrets what each secret must hold, in words; never the secret itself
 * @param rest what a filter has to say
 * @param used the value that carries the secret or signature
 * @param note what the operator should know
 */
record Check(
    String verifier,
    List<String> secrets,
    List<Rule> rest,
    Optional<Argument> used,
    Optional<String> note) {
  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(token|secret|passw|auth|signature|api-?key).*|key");

  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";
  private static final int MOST_SECRETS = 2;

  /** The first of these that the rule has: a signature, a secret that is compared, neither. */
  static Check of(Optional<Rule> rule) {
    List<Rule> conjuncts = rule.stream().flatMap(Rule::conjuncts).toList();
    return first(conjuncts, Check::signature)
        .or(() -> first(conjuncts, Check::token))
        .orElseGet(() -> none(conjuncts));
  }

  private static Optional<Check> first(
      List<Rule> conjuncts, Function<Rule, Optional<Check>> reading) {
    for (Rule rule : conjuncts) {
      Optional<Check> check = reading.apply(rule);
      if (check.isPresent()) {
        List<Rule> rest = new ArrayList<>(conjuncts);
        rest.remove(rule);
        return check.map(found -> found.withRest(rest));
      }
    }
    return Optional.empty();
  }

  private Check withRest(List<Rule> rules) {
    return new Check(verifier, secrets, rules, used, note);
  }

  /** An HMAC, or two of one header that differ in the secret only. */
  private static Optional<Check> signature(Rule rule) {
    List<Rule> options = rule instanceof Rule.Or(List<Rule> rules) ? rules : List.of(rule);
    List<Rule.Hmac> hmacs = new ArrayList<>();
    for (Rule option : options) {
      if (option instanceof Rule.Hmac hmac && hmac.parameter().isHeader()) {
        hmacs.add(hmac);
      }
    }
    boolean isAlike =
        hmacs.stream().map(hmac -> hmac.algorithm() + hmac.parameter()).distinct().count() == 1;
    return isAlike && hmacs.size() == options.size() && hmacs.size() <= MOST_SECRETS
        ? Optional.of(hmac(hmacs))
        : Optional.empty();
  }

  private static Check hmac(List<Rule.Hmac> hmacs) {
    Rule.Hmac hmac = hmacs.getFirst();
    String header = hmac.parameter().name();
    boolean hasPrefix = hmac.parameter().lowerCaseName().contains("hub-signature");
    String prefix = hasPrefix ? ", prefix: '" + hmac.algorithm() + "='" : "";
    String verifier =
        "{type: hmac, header: %s, algorithm: %s%s}"
            .formatted(Texts.yaml(header), hmac.algorithm(), prefix);
    String note =
        hasPrefix
            ? "the header %s must hold one signature that begins with %s="
                .formatted(header, hmac.algorithm())
            : "the header %s must hold one signature in hex, without %s= before it"
                .formatted(header, hmac.algorithm());
    return new Check(
        verifier,
        hmacs.stream().map(_ -> "the secret of payload-hmac-" + hmac.algorithm()).toList(),
        List.of(),
        Optional.of(hmac.parameter()),
        Optional.of(note));
  }

  private static Optional<Check> token(Rule rule) {
    if (rule instanceof Rule.Value(Argument parameter, String value)
        && (parameter.isHeader() || parameter.isQuery())
        && SECRET_NAME.matcher(parameter.name()).matches()
        && !value.isEmpty()) {
      return Optional.of(
          parameter.lowerCaseName().equals("authorization") && value.startsWith(BASIC)
              ? basic(parameter, value).orElseGet(() -> token(parameter, value))
              : token(parameter, value));
    }
    return Optional.empty();
  }

  private static Check token(Argument parameter, String value) {
    String prefix = value.startsWith(BEARER) ? ", prefix: '" + BEARER + "'" : "";
    String verifier =
        "{type: token, %s: %s%s}"
            .formatted(
                parameter.isHeader() ? "header" : "query", Texts.yaml(parameter.name()), prefix);
    String secret =
        "the value that %s is compared with%s"
            .formatted(parameter.shown(), prefix.isEmpty() ? "" : ", without " + BEARER.strip());
    return new Check(
        verifier, List.of(secret), List.of(), Optional.of(parameter), Optional.empty());
  }

  private static Optional<Check> basic(Argument parameter, String value) {
    try {
      byte[] pair = Base64.getDecoder().decode(value.substring(BASIC.length()));
      String[] parts = new String(pair, StandardCharsets.UTF_8).split(":", 2);
      return parts.length < 2 || parts[0].isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Check(
                  "{type: basic, username: " + Texts.yaml(parts[0]) + "}",
                  List.of("the password of " + parts[0]),
                  List.of(),
                  Optional.of(parameter),
                  Optional.empty()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Check none(List<Rule> conjuncts) {
    return new Check(
        "{type: token, query: token}",
        List.of("a new random text"),
        conjuncts,
        Optional.empty(),
        Optional.of(
            "anybody could trigger it; here the sender's URL must end with ?token= and the"
                + " secret"));
  }
}
