package dev.codexgateway.functions.webhook;

import dev.codexgateway.core.job.JobId;
import java.util.List;

/** What became of a request to a hook. */
sealed interface Outcome {
  /** For counting and the log, for example {@code accepted}. */
  String name();

  /** Durable, with its jobs. */
  record Accepted(List<JobId> jobs) implements Outcome {
    @Override
    public String name() {
      return "accepted";
    }
  }

  /** As {@link Accepted}, for a sender that takes any other status than 200 for a failure. */
  record AcceptedBare(List<JobId> jobs) implements Outcome {
    @Override
    public String name() {
      return "accepted";
    }
  }

  /**
   * Authentic, and it makes no job.
   *
   * @param kind of the reason, for counting
   * @param reason one line
   */
  record Ignored(Kind kind, String reason) implements Outcome {
    enum Kind {
      FILTERED,
      UNFIT
    }

    @Override
    public String name() {
      return "unwanted";
    }
  }

  /** Came before. */
  record Duplicate(List<JobId> jobs) implements Outcome {
    @Override
    public String name() {
      return "duplicate";
    }
  }

  /** The sender asked whether somebody is here. */
  record Challenge(String json) implements Outcome {
    @Override
    public String name() {
      return "challenge";
    }
  }

  record NotAuthentic(String reason) implements Outcome {
    @Override
    public String name() {
      return "rejected";
    }
  }

  /** Authentic, but its body cannot be read. */
  record Unreadable(int status, String reason) implements Outcome {
    @Override
    public String name() {
      return "unreadable";
    }
  }

  /** Nothing could be decided or stored now; the sender is to try again. */
  record Unavailable(String reason) implements Outcome {
    @Override
    public String name() {
      return "unavailable";
    }
  }
}
