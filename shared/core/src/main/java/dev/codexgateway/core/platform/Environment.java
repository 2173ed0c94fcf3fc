package dev.codexgateway.core.platform;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the settings of a deployable from environment variables. What is wrong is gathered and told
 * all at once by {@link #check}; until then a default stands in for a bad value. An empty variable
 * counts as one that is not set.
 */
public final class Environment {
  private final Map<String, String> variables;
  private final List<String> problems = new ArrayList<>();

  public Environment(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(variables.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  /**
   * @param what it is, for who has not set it
   */
  public String required(String name, String what) {
    return text(name)
        .orElseGet(
            () -> {
              problems.add(name + " is not set: " + what);
              return "";
            });
  }

  public int integer(String name, int min, int max, int otherwise) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(text.get());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Told below, like a number out of bounds.
    }
    problems.add(name + " must be an integer from " + min + " to " + max);
    return otherwise;
  }

  /** A whole number of seconds, for example {@code 30}. */
  public Duration seconds(String name, int min, int max, int otherwise) {
    return Duration.ofSeconds(integer(name, min, max, otherwise));
  }

  public Path path(String name, Path otherwise) {
    try {
      return text(name).map(Path::of).orElse(otherwise);
    } catch (InvalidPathException e) {
      problems.add(name + " is not a path");
      return otherwise;
    }
  }

  /** Separated by commas. */
  public Set<String> list(String name) {
    return text(name).stream()
        .flatMap(list -> Arrays.stream(list.split(",")))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** For what only the caller can see is wrong. */
  public void problem(String text) {
    problems.add(text);
  }

  /**
   * @throws IllegalStateException that names every variable with a bad or missing value
   */
  public void check() {
    if (!problems.isEmpty()) {
      throw new IllegalStateException(String.join("; ", problems));
    }
  }
}
