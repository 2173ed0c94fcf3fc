package dev.codexgateway.core.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A command that may run.
 *
 * @param name what callers say
 * @param executable absolute; never looked up in a PATH, never from a caller
 * @param words the argument list without the executable
 * @param env variables that are always set
 * @param callerEnv variables that the caller may set, each with the pattern of its whole value
 * @param maxTimeout the longest time-out that a caller may ask for
 * @param outputLimitBytes output past it is counted and not kept
 * @param maxAttempts how many attempts may be started; 1 unless it is safe to start it again
 * @param artifacts globs under the job directory of the files that are kept
 */
public record CommandDefinition(
    String name,
    String description,
    Path executable,
    List<Word> words,
    Map<String, String> env,
    Map<String, Pattern> callerEnv,
    Duration maxTimeout,
    long outputLimitBytes,
    int maxAttempts,
    List<String> artifacts) {
  public static final Duration DEFAULT_MAX_TIMEOUT = Duration.ofHours(1);
  public static final long DEFAULT_OUTPUT_LIMIT_BYTES = 10L * 1024 * 1024;

  public CommandDefinition {
    words = List.copyOf(words);
    env = Map.copyOf(env);
    callerEnv = Map.copyOf(callerEnv);
    artifacts = List.copyOf(artifacts);
  }

  /** How many arguments a caller must give at least. */
  public int leastArgs() {
    return (int)
        words.stream()
            .filter(word -> word instanceof Word.Slot slot && slot.defaultValue().isEmpty())
            .count();
  }

  /** How many arguments a caller may give at most. */
  public int mostArgs() {
    return words.stream().mapToInt(CommandDefinition::mostArgs).sum();
  }

  private static int mostArgs(Word word) {
    return switch (word) {
      case Word.Fixed _ -> 0;
      case Word.Slot _ -> 1;
      case Word.Rest rest -> rest.maxItems();
    };
  }

  /** For people, for example {@code counter [count] }: how to give the arguments. */
  public String usage() {
    StringBuilder usage = new StringBuilder(name);
    for (Word word : words) {
      switch (word) {
        case Word.Fixed _ -> {}
        case Word.Slot slot ->
            usage
                .append(slot.defaultValue().isPresent() ? " [" : " <")
                .append(slot.name())
                .append(slot.defaultValue().isPresent() ? "]" : ">");
        case Word.Rest _ -> usage.append(" [args…]");
      }
    }
    return usage.toString();
  }
}
