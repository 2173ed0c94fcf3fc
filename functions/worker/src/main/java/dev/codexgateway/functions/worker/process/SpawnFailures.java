package dev.codexgateway.functions.worker.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Tells which of the files a command names is at fault, as posix_spawn only gives an errno. */
final class SpawnFailures {
  private SpawnFailures() {}

  static Exit.SpawnFailed explain(Command command, int errno) {
    String message =
        inWorkingDirectory(command.workingDirectory())
            .or(() -> command.stdin().flatMap(SpawnFailures::inStdin))
            .or(() -> inExecutable(command.executable(), errno))
            .orElseGet(() -> command.executable() + ": " + Errno.text(errno));
    return new Exit.SpawnFailed(errno, message, Errno.passes(errno));
  }

  /** What is found before the start, since opening a named pipe would wait for its other end. */
  static Optional<Exit.SpawnFailed> inAdvance(Command command) {
    return command
        .stdin()
        .filter(file -> Files.exists(file) && !Files.isRegularFile(file))
        .map(file -> new Exit.SpawnFailed(Errno.EINVAL, "stdin is not a file: " + file, false));
  }

  private static Optional<String> inWorkingDirectory(Path directory) {
    if (!Files.exists(directory)) {
      return Optional.of("working directory does not exist: " + directory);
    }
    if (!Files.isDirectory(directory)) {
      return Optional.of("working directory is not a directory: " + directory);
    }
    return Files.isExecutable(directory)
        ? Optional.empty()
        : Optional.of("working directory may not be entered: " + directory);
  }

  private static Optional<String> inStdin(Path file) {
    return Files.isReadable(file)
        ? Optional.empty()
        : Optional.of("stdin file cannot be read: " + file);
  }

  private static Optional<String> inExecutable(Path executable, int errno) {
    return switch (errno) {
      case Errno.ENOENT ->
          Files.exists(executable)
              ? Optional.of("the interpreter or loader that it names is missing: " + executable)
              : Optional.of("executable does not exist: " + executable);
      case Errno.EACCES ->
          Files.isDirectory(executable)
              ? Optional.of("executable is a directory: " + executable)
              : Optional.of("executable may not be run (permission denied): " + executable);
      default -> Optional.empty();
    };
  }
}
