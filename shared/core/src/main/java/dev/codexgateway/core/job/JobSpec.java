package dev.codexgateway.core.job;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the caller asked for, as accepted by the command policy. The executable and its fixed words
 * are not here: the worker takes them from its own configuration.
 *
 * @param command a name in the configuration
 * @param args the caller's values for the command's slots, in order
 * @param stdin text given to the process as UTF-8; empty means standard input is closed
 * @param env variables that the command lets the caller set
 * @param timeout from the start of the process to SIGTERM
 * @param labels the caller's own notes, for listing
 */
public record JobSpec(
    String command,
    List<String> args,
    Optional<String> stdin,
    Map<String, String> env,
    Duration timeout,
    Map<String, String> labels) {
  public JobSpec {
    args = List.copyOf(args);
    env = Map.copyOf(env);
    labels = Map.copyOf(labels);
  }
}
