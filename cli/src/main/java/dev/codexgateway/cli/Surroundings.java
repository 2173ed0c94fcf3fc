package dev.codexgateway.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Everything a command touches outside itself, so that tests bring their own.
 *
 * @param env the environment
 * @param directory what relative paths of options are relative to
 * @param in standard input
 * @param out standard output
 * @param err standard error; only lines for people, and the stderr of jobs
 * @param terminal whether a person reads {@code out}
 * @param interrupts where Ctrl-C arrives
 * @param pause how waiting is done
 * @param server the one-machine gateway
 */
record Surroundings(
    Map<String, String> env,
    Path directory,
    InputStream in,
    Output out,
    PrintStream err,
    boolean terminal,
    Interrupts interrupts,
    Pause pause,
    Server server) {

  Surroundings {
    env = Map.copyOf(env);
  }

  /** A variable that is set to something; an empty one counts as not set. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(env.get(name)).filter(value -> !value.isEmpty());
  }

  /** One line to the person at the terminal. */
  void note(String line) {
    err.println("gateway: " + line);
    err.flush();
  }

  /** Whether to colour (see no-color.org). */
  boolean colours() {
    return terminal
        && variable("NO_COLOR").isEmpty()
        && variable("TERM").filter("dumb"::equals).isEmpty();
  }
}
