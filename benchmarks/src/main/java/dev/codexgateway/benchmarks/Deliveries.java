package dev.codexgateway.benchmarks;

import dev.codexgateway.benchmarks.gateway.Gateway;
import dev.codexgateway.benchmarks.gateway.Pushes;
import dev.codexgateway.benchmarks.gateway.Webhook;
import dev.codexgateway.benchmarks.gateway.Workspace;
import dev.codexgateway.benchmarks.load.HttpLoad;
import dev.codexgateway.benchmarks.load.LoadResult;
import dev.codexgateway.benchmarks.report.Rounds;
import dev.codexgateway.benchmarks.report.Row;
import dev.codexgateway.benchmarks.report.Section;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How many signed deliveries a second become durable jobs, against {@code exec} and a rival. */
final class Deliveries implements Benchmark {
  private static final String PATH = "/webhook/push";
  private static final int CONNECTIONS = 64;
  private static final int WORKERS = 16;
  private static final double LEAST_RATIO = 0.7;
  private static final double MOST_P99_MILLIS = 30;

  private final List<Row> rows = new ArrayList<>();

  @Override
  public Section run(Workspace workspace, Plan plan) throws IOException, InterruptedException {
    try (Gateway gateway = Gateway.withHook(workspace, 0)) {
      gateway.load(CONNECTIONS, gateway.submits(), plan.warmUp());
      pushes(gateway.address(), PATH, plan.warmUp());
      double perSecond = againstSubmits(gateway, plan);
      halfLoad(gateway, plan, perSecond / 2);
    }
    Optional<Path> rival = Webhook.executable();
    if (rival.isPresent()) {
      againstRival(workspace, rival.get(), plan);
    } else {
      rows.add(Row.skipped("deliveries ÷ `webhook`", "not installed: `apt-get install webhook`"));
    }
    return new Section("Webhook deliveries", method(), rows);
  }

  private static String method() {
    return """
    A push of 7 KB, signed as GitHub signs and different each time, through a filter of two
    comparisons and two mapped values to a durable job, over %d keep-alive connections from one
    thread on the same cores, which also makes and signs the deliveries; rounds of `exec` submits and
    of deliveries take turns. For these `GATEWAY_WORKERS=0`. `webhook` is
    https://github.com/adnanh/webhook as Debian packages it, with the same rule; it starts the
    command, answers and keeps nothing, so next to it the gateway runs its jobs with %d workers.\
    """
        .formatted(CONNECTIONS, WORKERS);
  }

  private double againstSubmits(Gateway gateway, Plan plan) throws IOException {
    Rounds submits = new Rounds();
    Rounds deliveries = new Rounds();
    Rounds ratio = new Rounds();
    Rounds micros = new Rounds();
    long refused = 0;
    for (int i = 0; i < plan.rounds(); i++) {
      LoadResult durable = gateway.load(CONNECTIONS, gateway.submits(), plan.round());
      Duration cpuBefore = gateway.facts().cpuTime();
      LoadResult delivered = pushes(gateway.address(), PATH, plan.round());
      Duration cpu = gateway.facts().cpuTime().minus(cpuBefore);
      submits.add(durable.perSecond());
      deliveries.add(delivered.perSecond());
      ratio.add(delivered.perSecond() / durable.perSecond());
      micros.add(cpu.toNanos() / 1e3 / delivered.good());
      refused += durable.bad() + delivered.bad();
    }
    rows.add(Row.of("`exec` submits", submits.show("%,.0f", "/s")));
    rows.add(
        Row.of(
            "deliveries",
            deliveries.show("%,.0f", "/s") + (refused == 0 ? "" : ", " + refused + " refused")));
    rows.add(
        Row.of(
            "deliveries ÷ submits",
            ratio.show("%.2f", ""),
            "≥ 0.7",
            ratio.median() >= LEAST_RATIO && refused == 0));
    rows.add(Row.of("CPU time of the gateway per delivery", micros.show("%,.0f", " µs")));
    return deliveries.median();
  }

  private void halfLoad(Gateway gateway, Plan plan, double perSecond) throws IOException {
    Rounds p50 = new Rounds();
    Rounds p99 = new Rounds();
    for (int i = 0; i < plan.rounds(); i++) {
      LoadResult load =
          HttpLoad.open(gateway.address(), CONNECTIONS, Pushes.to(PATH), perSecond, plan.round());
      p50.add(load.latencyMillis(50));
      p99.add(load.latencyMillis(99));
    }
    String what = "delivery at %,.0f/s: ".formatted(perSecond);
    rows.add(Row.of(what + "p50", p50.show("%.1f", " ms")));
    rows.add(
        Row.of(what + "p99", p99.show("%.1f", " ms"), "< 30 ms", p99.median() < MOST_P99_MILLIS));
  }

  private void againstRival(Workspace workspace, Path executable, Plan plan)
      throws IOException, InterruptedException {
    Rounds ours = new Rounds();
    Rounds theirs = new Rounds();
    Rounds ratio = new Rounds();
    try (Gateway gateway = Gateway.withHook(workspace, WORKERS)) {
      pushes(gateway.address(), PATH, plan.warmUp());
      for (int i = 0; i < plan.rounds(); i++) {
        ours.add(pushes(gateway.address(), PATH, plan.round()).perSecond());
        try (Webhook webhook = Webhook.start(workspace, executable)) {
          theirs.add(pushes(webhook.address(), Webhook.PUSH_PATH, plan.round()).perSecond());
        }
        ratio.add(ours.last() / theirs.last());
      }
    }
    rows.add(Row.of("deliveries, " + WORKERS + " workers", ours.show("%,.0f", "/s")));
    rows.add(Row.of("`webhook`, same rule", theirs.show("%,.0f", "/s")));
    rows.add(Row.of("deliveries ÷ `webhook`", ratio.show("%.2f", ""), "> 1", ratio.median() > 1));
  }

  private static LoadResult pushes(InetSocketAddress address, String path, Duration time)
      throws IOException {
    return HttpLoad.closed(address, CONNECTIONS, Pushes.to(path), time);
  }
}
