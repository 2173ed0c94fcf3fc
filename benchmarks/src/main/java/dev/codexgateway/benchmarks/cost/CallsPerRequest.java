package dev.codexgateway.benchmarks.cost;

import dev.codexgateway.benchmarks.cost.CallCounter.Count;
import dev.codexgateway.benchmarks.gateway.Workspace;
import dev.codexgateway.benchmarks.report.Row;
import dev.codexgateway.benchmarks.report.Section;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What each kind of request asks of Google's services. */
public final class CallsPerRequest {
  private static final Count BUDGET = new Count(3, 3, 2);

  private CallsPerRequest() {}

  public static Section run(Workspace workspace) throws IOException, InterruptedException {
    try (CloudParts parts = new CloudParts(workspace.newDirectory("work"))) {
      return new Section(
          "Calls to Google's services",
          """
          Counted on Google's real clients against the emulators: documents that Firestore reads
          and writes (an empty query is a read), and messages that are published, of the intake,
          the worker and one relay together. Keys and secrets are known already: else one read per
          key, part and ten seconds, and one access per secret, part and thirty seconds.\
          """,
          rows(new CountedCalls(parts).run()));
    }
  }

  private static List<Row> rows(Map<String, Count> counts) {
    String budgeted = counts.keySet().iterator().next();
    return counts.entrySet().stream()
        .map(
            entry ->
                entry.getKey().equals(budgeted)
                    ? Row.of(
                        entry.getKey(),
                        show(entry.getValue()),
                        "at most " + show(BUDGET),
                        isWithin(entry.getValue()))
                    : Row.of(entry.getKey(), show(entry.getValue())))
        .toList();
  }

  static boolean isWithin(Count count) {
    return count.reads() <= BUDGET.reads()
        && count.writes() <= BUDGET.writes()
        && count.publishes() <= BUDGET.publishes();
  }

  private static String show(Count count) {
    return "%d reads, %d writes, %d publishes"
        .formatted(count.reads(), count.writes(), count.publishes());
  }
}
