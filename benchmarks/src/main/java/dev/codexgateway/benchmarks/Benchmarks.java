package dev.codexgateway.benchmarks;

import dev.codexgateway.benchmarks.cost.CallsPerRequest;
import dev.codexgateway.benchmarks.gateway.Workspace;
import dev.codexgateway.benchmarks.report.Machine;
import dev.codexgateway.benchmarks.report.ResultsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * {@code benchmarks/run [--quick] [NAME…]}: prints what was measured; a full run of all of them is
 * written to docs/benchmarks.md as well.
 */
public final class Benchmarks {
  private static final Map<String, Supplier<Benchmark>> ALL = all();

  /** Only where they are named, since they need Google's emulators. */
  private static final Map<String, Supplier<Benchmark>> ON_DEMAND =
      Map.of(
          "calls",
          () -> (workspace, _) -> CallsPerRequest.run(workspace),
          "cold-start",
          ColdStart::new);

  private Benchmarks() {}

  private static Map<String, Supplier<Benchmark>> all() {
    Map<String, Supplier<Benchmark>> all = new LinkedHashMap<>();
    all.put("start", StartUp::new);
    all.put("submits", SubmitRate::new);
    all.put("jobs", JobRate::new);
    all.put("latency", Latencies::new);
    all.put("store", FullStore::new);
    all.put("fan-out", FanOut::new);
    all.put("webhook", Deliveries::new);
    return all;
  }

  /**
   * @param args the root of the checkout, the commit, then what the user gave
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path repository = Path.of(args[0]);
    List<String> names = new ArrayList<>(List.of(args).subList(2, args.length));
    Plan plan = names.remove("--quick") ? Plan.QUICK : Plan.FULL;
    if (!names.stream().allMatch(name -> ALL.containsKey(name) || ON_DEMAND.containsKey(name))) {
      String known = String.join("|", ALL.keySet()) + "|calls|cold-start";
      System.err.println("usage: benchmarks/run [--quick] [" + known + "]…");
      System.exit(2);
    }
    String results = run(repository, args[1], names.isEmpty() ? ALL.keySet() : names, plan);
    if (names.isEmpty() && !plan.isQuick()) {
      new ResultsFile(repository.resolve("docs/benchmarks.md")).replace(results);
    }
  }

  private static String run(Path repository, String commit, Iterable<String> names, Plan plan)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    try (Workspace workspace = Workspace.in(repository)) {
      StringBuilder results = new StringBuilder();
      show(results, Machine.markdown(commit, workspace.directory()));
      for (String name : names) {
        Map<String, Supplier<Benchmark>> from = ALL.containsKey(name) ? ALL : ON_DEMAND;
        Supplier<Benchmark> benchmark = Objects.requireNonNull(from.get(name), name);
        show(results, benchmark.get().run(workspace, plan).markdown());
      }
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      show(results, "The run took %d s.".formatted(took.toSeconds()));
      return results.toString();
    }
  }

  private static void show(StringBuilder results, String markdown) {
    System.out.println(markdown);
    results.append(markdown).append('\n');
  }
}
