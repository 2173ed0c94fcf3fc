package dev.codexgateway.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The same figure from several rounds. */
public final class Rounds {
  private final List<Double> figures = new ArrayList<>();

  public void add(double figure) {
    figures.add(figure);
  }

  public double median() {
    List<Double> sorted = figures.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Of the round just made. */
  public double last() {
    return figures.getLast();
  }

  private double least() {
    return figures.stream().mapToDouble(figure -> figure).min().orElseThrow();
  }

  private double most() {
    return figures.stream().mapToDouble(figure -> figure).max().orElseThrow();
  }

  /**
   * The median, then the least and the most.
   *
   * @param format of one figure, as {@link String#format} takes it
   */
  public String show(String format, String unit) {
    return String.format(
        Locale.ROOT,
        "**" + format + "**%s (" + format + " to " + format + ")",
        median(),
        unit,
        least(),
        most());
  }
}
