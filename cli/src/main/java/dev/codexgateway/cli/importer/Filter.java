package dev.codexgateway.cli.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * CEL for rules. A rule there has three outcomes: true, false, and false with the error that a
 * value is missing, which ends a conjunction, is overlooked by a disjunction, and whose negation is
 * true and an error still. So there is one expression for "true and no error" ({@link #yes}), one
 * for "false and no error" ({@link #no}), and one for "true" ({@link #isTrue}), which is what
 * counts at the top.
 */
record Filter(References references) {
  private static final String TRUE = "true";
  private static final String FALSE = "false";

  String isTrue(Rule rule) {
    return switch (rule) {
      case Rule.Or(List<Rule> rules) -> any(rules);
      case Rule.Not(Rule inner) -> not(isTrue(inner));
      case Rule.And _, Rule.Value _, Rule.Regex _, Rule.IpRange _, Rule.Nothing() -> yes(rule);
      case Rule.Hmac _, Rule.Unknown _ -> throw new IllegalArgumentException("no filter: " + rule);
    };
  }

  String yes(Rule rule) {
    return switch (rule) {
      case Rule.And(List<Rule> rules) ->
          joined(rules.stream().map(this::yes).toList(), " && ", TRUE);
      case Rule.Or(List<Rule> rules) -> any(rules);
      case Rule.Not(Rule inner) -> no(inner);
      case Rule.Value(Argument parameter, String value) ->
          isThere(parameter, !value.isEmpty(), text(parameter) + " == " + Texts.cel(value));
      case Rule.Regex(Argument parameter, String regex) ->
          isThere(parameter, false, text(parameter) + ".matches(" + Texts.cel(regex) + ")");
      case Rule.IpRange(String ranges) -> inRange(ranges);
      case Rule.Nothing() -> FALSE;
      case Rule.Hmac _, Rule.Unknown _ -> throw new IllegalArgumentException("no filter: " + rule);
    };
  }

  String no(Rule rule) {
    return switch (rule) {
      case Rule.And(List<Rule> rules) -> firstNo(rules);
      case Rule.Or _ -> not(isTrue(rule));
      case Rule.Not(Rule inner) -> yes(inner);
      case Rule.Value(Argument parameter, String value) ->
          isThere(parameter, false, text(parameter) + " != " + Texts.cel(value));
      case Rule.Regex(Argument parameter, String regex) ->
          isThere(parameter, false, "!" + text(parameter) + ".matches(" + Texts.cel(regex) + ")");
      case Rule.IpRange(String ranges) -> not(inRange(ranges));
      case Rule.Nothing() -> TRUE;
      case Rule.Hmac _, Rule.Unknown _ -> throw new IllegalArgumentException("no filter: " + rule);
    };
  }

  /** A conjunction is false without an error where the first that is not true has none. */
  private String firstNo(List<Rule> rules) {
    if (rules.isEmpty()) {
      return FALSE;
    }
    List<String> ways = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      List<String> parts = new ArrayList<>(rules.subList(0, i).stream().map(this::yes).toList());
      parts.add(no(rules.get(i)));
      ways.add(joined(parts, " && ", TRUE));
    }
    return joined(ways, " || ", FALSE);
  }

  private String any(List<Rule> rules) {
    return joined(rules.stream().map(this::isTrue).toList(), " || ", FALSE);
  }

  /**
   * @param failsIfMissing whether the test is false of the empty text, which stands for a missing
   *     value
   */
  private String isThere(Argument parameter, boolean failsIfMissing, String test) {
    return references
        .optional(parameter)
        .filter(_ -> !failsIfMissing)
        .map(optional -> "(" + optional + ".hasValue() && " + test + ")")
        .orElse(test);
  }

  private String text(Argument parameter) {
    return references
        .text(parameter)
        .orElseThrow(() -> new IllegalArgumentException("unknown source " + parameter.source()));
  }

  private static String inRange(String ranges) {
    return "ip_in(remote_address, " + Texts.cel(ranges) + ")";
  }

  private static String not(String expression) {
    return expression.equals(TRUE)
        ? FALSE
        : expression.equals(FALSE) ? TRUE : "!(" + expression + ")";
  }

  private static String joined(List<String> parts, String operator, String ifNone) {
    return switch (parts.size()) {
      case 0 -> ifNone;
      case 1 -> parts.getFirst();
      default -> parts.stream().collect(Collectors.joining(operator, "(", ")"));
    };
  }
}
