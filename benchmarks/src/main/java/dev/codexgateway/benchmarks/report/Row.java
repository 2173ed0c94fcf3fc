package dev.codexgateway.benchmarks.report;

/**
 * One measured thing.
 *
 * @param goal empty where there is none
 */
public record Row(String what, String figure, String goal, Verdict verdict) {
  /** How the figure compares with its goal. */
  public enum Verdict {
    REACHED("reached"),
    MISSED("**missed**"),
    WITHOUT_GOAL(""),
    SKIPPED("**skipped**");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }
  }

  public static Row of(String what, String figure) {
    return new Row(what, figure, "", Verdict.WITHOUT_GOAL);
  }

  public static Row skipped(String what, String why) {
    return new Row(what, why, "", Verdict.SKIPPED);
  }

  public static Row of(String what, String figure, String goal, boolean reached) {
    return new Row(what, figure, goal, reached ? Verdict.REACHED : Verdict.MISSED);
  }

  String markdown() {
    return "| %s | %s | %s | %s |".formatted(what, figure, goal, verdict.text);
  }
}
