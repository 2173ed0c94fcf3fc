package dev.codexgateway.benchmarks;

import dev.codexgateway.benchmarks.gateway.Gateway;
import dev.codexgateway.benchmarks.gateway.Workspace;
import dev.codexgateway.benchmarks.load.RpcClient;
import dev.codexgateway.benchmarks.load.Watchers;
import dev.codexgateway.benchmarks.report.Rounds;
import dev.codexgateway.benchmarks.report.Row;
import dev.codexgateway.benchmarks.report.Section;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** How soon an accepted job starts, and how soon a watcher has what it prints. */
final class Latencies implements Benchmark {
  private static final int WORKERS = 16;
  private static final double MOST_START_MILLIS = 5;
  private static final double MOST_LINE_MILLIS = 15;
  private static final int DIGITS = 3;

  private final List<Row> rows = new ArrayList<>();

  @Override
  public Section run(Workspace workspace, Plan plan) throws IOException, InterruptedException {
    try (Gateway gateway = Gateway.start(workspace, WORKERS)) {
      starts(gateway, plan);
      lines(gateway, plan, "0.05", "one every 50 ms");
      lines(gateway, plan, "0.003", "one every 3 ms");
    }
    return new Section(
        "Latency of one job on an idle gateway",
        """
        Starts: %d jobs of `/bin/date +%%s%%N`, one after the other; what it prints is the time at
        which it runs, so loading the program is part of the figure. "Accepted" is when the caller
        has read the 200; where the process runs before that, the figure is negative. Lines: a job
        prints lines of 200 bytes that begin with the time, and a WebSocket on the same machine takes
        the time of their arrival; the linger (5 ms, then a chunk every 10 ms) is part of the figure.
        p50 and p99 over the job's lines, medians of %d jobs.\
        """
            .formatted(plan.jobs(), plan.rounds()),
        rows);
  }

  private void starts(Gateway gateway, Plan plan) throws IOException {
    Histogram sinceSent = new Histogram(DIGITS);
    // A histogram holds nothing below zero, so this one is shifted.
    long shift = Duration.ofSeconds(10).toNanos();
    Histogram sinceAccepted = new Histogram(DIGITS + 2);
    try (RpcClient client = gateway.client()) {
      for (int i = 0; i < plan.jobs() / 3; i++) {
        client.await(client.exec("now").text("job_id"));
      }
      for (int i = 0; i < plan.jobs(); i++) {
        RpcClient.Answer accepted = client.exec("now");
        long printed = Long.parseLong(client.await(accepted.text("job_id")).text("stdout").strip());
        sinceSent.recordValue(Math.max(0, printed - nanos(accepted.sentAt())));
        sinceAccepted.recordValue(Math.max(0, shift + printed - nanos(accepted.receivedAt())));
      }
    }
    double p50 = millis(sinceAccepted, 50, shift);
    rows.add(
        Row.of(
            "`exec` accepted to process started",
            "p50 **%.1f** ms, p99 %.1f ms".formatted(p50, millis(sinceAccepted, 99, shift)),
            "p50 < 5 ms",
            p50 < MOST_START_MILLIS));
    rows.add(
        Row.of(
            "`exec` sent to process started",
            "p50 **%.1f** ms, p99 %.1f ms"
                .formatted(millis(sinceSent, 50, 0), millis(sinceSent, 99, 0))));
  }

  private void lines(Gateway gateway, Plan plan, String interval, String pace) throws IOException {
    Rounds p50 = new Rounds();
    Rounds p99 = new Rounds();
    int count = (int) (plan.round().toMillis() / 1e3 / Double.parseDouble(interval));
    for (int i = 0; i < plan.rounds(); i++) {
      try (RpcClient client = gateway.client()) {
        String jobId = client.exec("ticker", "0.2", String.valueOf(count), interval).text("job_id");
        try (Watchers watcher = new Watchers(gateway.address(), gateway.apiKey(), jobId, 1)) {
          Watchers.Seen seen = watcher.await();
          p50.add(seen.delayMillis(50));
          p99.add(seen.delayMillis(99));
        }
      }
    }
    rows.add(
        Row.of(
            "line printed to subscriber's socket, " + pace + ": p50",
            p50.show("%.1f", " ms"),
            "< 15 ms",
            p50.median() < MOST_LINE_MILLIS));
    rows.add(
        Row.of("line printed to subscriber's socket, " + pace + ": p99", p99.show("%.1f", " ms")));
  }

  private static double millis(Histogram nanos, double percentile, long shift) {
    return (nanos.getValueAtPercentile(percentile) - shift) / 1e6;
  }

  private static long nanos(Instant at) {
    return Duration.between(Instant.EPOCH, at).toNanos();
  }
}
