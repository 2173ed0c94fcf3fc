package dev.codexgateway.benchmarks;

import dev.codexgateway.benchmarks.gateway.Gateway;
import dev.codexgateway.benchmarks.gateway.ProcessFacts;
import dev.codexgateway.benchmarks.gateway.Workspace;
import dev.codexgateway.benchmarks.load.RpcClient;
import dev.codexgateway.benchmarks.load.Watchers;
import dev.codexgateway.benchmarks.report.Row;
import dev.codexgateway.benchmarks.report.Section;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How many events a second reach the watchers of one job. */
final class FanOut implements Benchmark {
  private static final int WORKERS = 16;
  private static final String INTERVAL_SECONDS = "0.012";
  private static final int INTERVAL_MILLIS = 12;
  private static final String PAUSE_SECONDS = "3";

  private final List<Row> rows = new ArrayList<>();

  @Override
  public Section run(Workspace workspace, Plan plan) throws IOException, InterruptedException {
    try (Gateway gateway = Gateway.start(workspace, WORKERS);
        RpcClient client = gateway.client()) {
      for (int watchers : List.of(200, 1_000)) {
        measure(gateway, client, watchers, plan.round().plusSeconds(1));
      }
    }
    return new Section(
        "Fan-out to WebSockets",
        """
        A job prints a line of 200 bytes about every %d ms, so about %d events a second go to each
        watcher: that is the offered load of "live", not a limit. "Per CPU-second" divides the
        deliveries by the CPU time of the gateway's JVM while they were made. "Replay" is the
        finished log, sent to watchers that all come at once, from the first connection to the last
        event. One thread on the same cores reads all the sockets.\
        """
            .formatted(INTERVAL_MILLIS, 1000 / INTERVAL_MILLIS),
        rows);
  }

  private void measure(Gateway gateway, RpcClient client, int watchers, Duration time)
      throws IOException {
    String lines = String.valueOf(time.toMillis() / INTERVAL_MILLIS);
    String jobId = client.exec("ticker", PAUSE_SECONDS, lines, INTERVAL_SECONDS).text("job_id");
    try (Watchers live = new Watchers(gateway.address(), gateway.apiKey(), jobId, watchers)) {
      ProcessFacts facts = gateway.facts();
      Duration before = facts.cpuTime();
      Watchers.Seen seen = live.await();
      double cpuSeconds = facts.cpuTime().minus(before).toNanos() / 1e9;
      String what = "live, %,d watchers: ".formatted(watchers);
      rows.add(Row.of(what + "deliveries", "**%,.0f**/s".formatted(seen.perSecondStreaming())));
      rows.add(
          Row.of(
              what + "deliveries per CPU-second",
              "**%,.0f**".formatted(seen.deliveries() / cpuSeconds)));
      rows.add(
          Row.of(
              what + "printed to received",
              "p50 **%.1f** ms, p99 %.1f ms"
                  .formatted(seen.delayMillis(50), seen.delayMillis(99))));
    }
    try (Watchers late = new Watchers(gateway.address(), gateway.apiKey(), jobId, watchers)) {
      rows.add(
          Row.of(
              "replay, %,d watchers: deliveries".formatted(watchers),
              "**%,.0f**/s".formatted(late.await().perSecond())));
    }
  }
}
