package dev.codexgateway.core.config;

/**
 * One thing that is wrong with the configuration.
 *
 * @param line from 1; 0 where the problem has no line
 * @param path of the member, for example {@code commands.echo.executable}
 */
public record ConfigProblem(int line, String path, String reason) {
  /** {@code line 3: commands.echo.executable: must be an absolute path}. */
  @Override
  public String toString() {
    return (line > 0 ? "line " + line + ": " : "") + (path.isEmpty() ? "" : path + ": ") + reason;
  }
}
