package dev.codexgateway.core.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; carries all problems at once. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  /**
   * @param file for the message
   */
  public ConfigException(String file, List<ConfigProblem> problems) {
    super(message(file, problems), null, false, false);
    this.problems = List.copyOf(problems);
  }

  public List<ConfigProblem> problems() {
    return problems;
  }

  private static String message(String file, List<ConfigProblem> problems) {
    return problems.stream()
        .map(problem -> file + ": " + problem)
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
