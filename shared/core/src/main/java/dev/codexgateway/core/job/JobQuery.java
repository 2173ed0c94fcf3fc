package dev.codexgateway.core.job;

import java.util.Optional;

/**
 * A page of one owner's jobs, newest first.
 *
 * @param label {@code name} or {@code name=value}; a job matches that carries it
 * @param before only jobs older than this one; the cursor of the next page
 * @param limit 1 to {@value #MAX_LIMIT}
 */
public record JobQuery(
    String owner,
    Optional<JobState> state,
    Optional<Label> label,
    Optional<JobId> before,
    int limit) {
  public static final int MAX_LIMIT = 100;

  public JobQuery {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit");
    }
  }

  /** A label to look for; without a value any value will do. */
  public record Label(String name, Optional<String> value) {
    public static Label parse(String text) {
      int equals = text.indexOf('=');
      return equals < 0
          ? new Label(text, Optional.empty())
          : new Label(text.substring(0, equals), Optional.of(text.substring(equals + 1)));
    }
  }
}
