package dev.codexgateway.hooks.cel;

import dev.codexgateway.core.config.ConfigProblem;
import dev.codexgateway.core.hook.ConfigText;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with the expressions of a configuration, each with its place. */
public final class CelIssues {
  private final List<ConfigProblem> problems = new ArrayList<>();

  /**
   * @param offset of the problem in the text, in characters
   */
  void add(ConfigText text, int offset, String reason) {
    String before = text.text().substring(0, Math.clamp(offset, 0, text.text().length()));
    int line = (int) before.chars().filter(c -> c == '\n').count();
    int column = before.length() - (before.lastIndexOf('\n') + 1) + 1;
    String where = line == 0 ? "column " + column : "line " + (line + 1) + " column " + column;
    problems.add(new ConfigProblem(text.line() + line, text.path(), "at " + where + ": " + reason));
  }

  public void add(ConfigText text, String reason) {
    problems.add(new ConfigProblem(text.line(), text.path(), reason));
  }

  public List<ConfigProblem> problems() {
    return List.copyOf(problems);
  }
}
