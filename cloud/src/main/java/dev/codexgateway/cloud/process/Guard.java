package dev.codexgateway.cloud.process;

import java.io.IOException;

/**
 * No shutdown hook runs in a JVM that is killed; but then the pipe closes on which this shell
 * reads, and it takes the guarded process along.
 */
final class Guard {
  private final Process shell;

  private Guard(Process shell) {
    this.shell = shell;
  }

  static Guard over(long pid) throws IOException {
    String script = "trap '' INT TERM; read -r _; kill -9 \"$0\"";
    return new Guard(
        new ProcessBuilder("sh", "-c", script, Long.toString(pid))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  /** To be called before the process id can belong to somebody else. */
  void dismiss() {
    shell.destroyForcibly().onExit().join();
  }
}
