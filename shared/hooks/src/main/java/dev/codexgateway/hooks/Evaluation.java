package dev.codexgateway.hooks;

import dev.codexgateway.core.job.JobSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a hook's configuration makes of an authentic delivery. */
public sealed interface Evaluation {
  /** Its body cannot be read, so no expression was asked. */
  record Unreadable(Content.Problem problem) implements Evaluation {}

  /** The expressions took too long; on a machine with less to do they may not. */
  record Undecided() implements Evaluation {}

  /** The hook's own filter said no, or its identity could not be told. */
  record Unwanted(Refusal refusal) implements Evaluation {}

  /**
   * The rules were asked, each for itself.
   *
   * @param identities what tells the delivery apart from others; empty where nothing does
   * @param rules in the order of the configuration, at least one
   */
  record Evaluated(List<String> identities, List<Rule> rules) implements Evaluation {
    public Evaluated {
      identities = List.copyOf(identities);
      rules = List.copyOf(rules);
    }

    public List<Rule.Matched> matched() {
      return rules.stream()
          .filter(Rule.Matched.class::isInstance)
          .map(Rule.Matched.class::cast)
          .toList();
    }
  }

  /**
   * Why not.
   *
   * @param reason one line without values of the sender, fit for the answer
   * @param expression that said no
   * @param observed the values it saw, as JSON and shortened, by how it names them
   */
  record Refusal(String reason, String expression, Map<String, String> observed) {
    public Refusal {
      observed = Map.copyOf(observed);
    }
  }

  /** What became of one rule. */
  sealed interface Rule {
    /** From 0, in the order of the configuration. */
    int index();

    /**
     * It makes a job.
     *
     * @param argv the command's whole argument list, as the policy would run it today
     * @param maxAttempts of the command
     * @param idempotencyKey where the rule names one
     */
    record Matched(
        int index,
        JobSpec spec,
        List<String> argv,
        int maxAttempts,
        Optional<String> idempotencyKey)
        implements Rule {
      public Matched {
        argv = List.copyOf(argv);
      }
    }

    /** Its filter said no. */
    record Unwanted(int index, Refusal refusal) implements Rule {}

    /**
     * Its filter said yes, but the values are not fit for the command.
     *
     * @param member for example {@code args[1]}
     * @param reason one line
     */
    record Invalid(int index, String member, String reason) implements Rule {}
  }
}
