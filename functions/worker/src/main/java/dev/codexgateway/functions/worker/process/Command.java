package dev.codexgateway.functions.worker.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to start: a program and its words, handed to the kernel as they are. No shell reads them and
 * no {@code PATH} is searched.
 *
 * @param executable absolute path of the program; it becomes {@code argv[0]} as well
 * @param args the words after {@code argv[0]}
 * @param environment the whole environment, apart from the two markers that {@link ProcessRunner}
 *     adds (and that win over variables of the same name)
 * @param workingDirectory absolute path of an existing directory
 * @param stdin absolute path of a regular file to be read as standard input; without it standard
 *     input is {@code /dev/null}
 */
public record Command(
    Path executable,
    List<String> args,
    Map<String, String> environment,
    Path workingDirectory,
    Optional<Path> stdin) {

  /**
   * @throws IllegalArgumentException if a path is relative, a name is no environment variable name,
   *     or a text holds the character NUL, which would cut it short on its way to the program
   */
  public Command {
    requirePath("executable", executable);
    requirePath("working directory", workingDirectory);
    stdin.ifPresent(file -> requirePath("stdin", file));
    args = List.copyOf(args);
    environment = Map.copyOf(environment);
    for (int i = 0; i < args.size(); i++) {
      requireNoNul("argument " + (i + 1), args.get(i));
    }
    environment.forEach(Command::requireVariable);
  }

  private static void requirePath(String what, Path path) {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException(what + " must be an absolute path: " + path);
    }
  }

  private static void requireVariable(String name, String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not an environment variable name: \"" + name + "\"");
    }
    requireNoNul("environment variable " + name, value);
  }

  private static void requireNoNul(String what, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(what + " holds the character NUL");
    }
  }
}
