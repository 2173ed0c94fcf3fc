package dev.codexgateway.benchmarks.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What one benchmark found.
 *
 * @param method how it was measured, in a few sentences
 */
public record Section(String title, String method, List<Row> rows) {
  public Section {
    rows = List.copyOf(rows);
  }

  public String markdown() {
    return """
    ### %s

    %s

    | what | median (least to most) | goal | |
    | --- | --- | --- | --- |
    %s
    """
        .formatted(
            title,
            method.strip(),
            rows.stream().map(Row::markdown).collect(Collectors.joining("\n")));
  }
}
