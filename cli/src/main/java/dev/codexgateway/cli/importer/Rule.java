package dev.codexgateway.cli.importer;

import java.util.List;
import java.util.stream.Stream;

/** When a hook is triggered. */
sealed interface Rule {
  record And(List<Rule> rules) implements Rule {}

  record Or(List<Rule> rules) implements Rule {}

  record Not(Rule rule) implements Rule {}

  /** An object without any known rule in it, which is false. */
  record Nothing() implements Rule {}

  record Value(Argument parameter, String value) implements Rule {}

  record Regex(Argument parameter, String regex) implements Rule {}

  /**
   * @param algorithm {@code sha1}, {@code sha256} or {@code sha512}
   */
  record Hmac(String algorithm, Argument parameter, String secret) implements Rule {
    @Override
    public String toString() {
      return "Hmac[" + algorithm + ", " + parameter + "]";
    }
  }

  /**
   * @param ranges addresses or CIDR ranges, separated by spaces
   */
  record IpRange(String ranges) implements Rule {}

  /** A kind of match that has no counterpart, by its name. */
  record Unknown(String type) implements Rule {}

  /** The rules of a conjunction, also where one stands in another; the rule itself otherwise. */
  default Stream<Rule> conjuncts() {
    return this instanceof And(List<Rule> rules)
        ? rules.stream().flatMap(Rule::conjuncts)
        : Stream.of(this);
  }

  /** This rule and all inside it. */
  default Stream<Rule> all() {
    Stream<Rule> inner =
        switch (this) {
          case And(List<Rule> rules) -> rules.stream();
          case Or(List<Rule> rules) -> rules.stream();
          case Not(Rule rule) -> Stream.of(rule);
          case Nothing(), Value _, Regex _, Hmac _, IpRange _, Unknown _ -> Stream.of();
        };
    return Stream.concat(Stream.of(this), inner.flatMap(Rule::all));
  }

  /** The values of the request that the rule, without those inside it, looks at. */
  default Stream<Argument> parameters() {
    return switch (this) {
      case Value(Argument parameter, String _) -> Stream.of(parameter);
      case Regex(Argument parameter, String _) -> Stream.of(parameter);
      case Hmac(String _, Argument parameter, String _) -> Stream.of(parameter);
      case And _, Or _, Not _, Nothing(), IpRange _, Unknown _ -> Stream.of();
    };
  }
}
