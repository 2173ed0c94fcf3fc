package dev.codexgateway.benchmarks;

import dev.codexgateway.benchmarks.gateway.Gateway;
import dev.codexgateway.benchmarks.gateway.Workspace;
import dev.codexgateway.benchmarks.load.HttpLoad;
import dev.codexgateway.benchmarks.load.LoadResult;
import dev.codexgateway.benchmarks.report.Rounds;
import dev.codexgateway.benchmarks.report.Row;
import dev.codexgateway.benchmarks.report.Section;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How many jobs a second are taken in for good, against the cheapest request there is. */
final class SubmitRate implements Benchmark {
  private static final int CONNECTIONS = 64;
  private static final int WORKERS = 16;
  private static final double LEAST_RATIO = 0.25;
  private static final double LEAST_PER_SECOND = 5_000;
  private static final double MOST_P99_MILLIS = 20;

  private final List<Row> rows = new ArrayList<>();

  @Override
  public Section run(Workspace workspace, Plan plan) throws IOException, InterruptedException {
    try (Gateway gateway = Gateway.start(workspace, 0)) {
      warmUp(gateway, plan);
      double perSecond = rates(gateway, plan, "intake only", true);
      halfLoad(gateway, plan, perSecond / 2, "intake only", true);
    }
    try (Gateway gateway = Gateway.start(workspace, WORKERS)) {
      warmUp(gateway, plan);
      double perSecond = rates(gateway, plan, WORKERS + " workers", false);
      halfLoad(gateway, plan, perSecond / 2, WORKERS + " workers", false);
    }
    return new Section(
        "Durable submits",
        """
        `exec` of `/bin/true` without waiting, over %d keep-alive connections from one thread on the
        same cores; rounds of `GET /health` and of submits take turns. "Intake only" runs the gateway
        with `GATEWAY_WORKERS=0`, so that it takes jobs in and does not run them; the goals are for
        it. With %d workers on, the started processes compete for the same cores, and the submits
        outrun them. The latency is measured at a constant rate of half the submits per second, from
        the moment at which each request was due (no coordinated omission); the generator's own
        timer is part of it with up to 1 ms.\
        """
            .formatted(CONNECTIONS, WORKERS),
        rows);
  }

  private static void warmUp(Gateway gateway, Plan plan) throws IOException {
    gateway.load(CONNECTIONS, gateway.health(), plan.warmUp().dividedBy(3));
    gateway.load(CONNECTIONS, gateway.submits(), plan.warmUp());
  }

  private double rates(Gateway gateway, Plan plan, String how, boolean counts) throws IOException {
    Rounds health = new Rounds();
    Rounds submits = new Rounds();
    Rounds ratio = new Rounds();
    Rounds micros = new Rounds();
    long refused = 0;
    for (int i = 0; i < plan.rounds(); i++) {
      LoadResult bare = gateway.load(CONNECTIONS, gateway.health(), plan.round());
      Duration cpuBefore = gateway.facts().cpuTime();
      LoadResult durable = gateway.load(CONNECTIONS, gateway.submits(), plan.round());
      Duration cpu = gateway.facts().cpuTime().minus(cpuBefore);
      health.add(bare.perSecond());
      submits.add(durable.perSecond());
      ratio.add(durable.perSecond() / bare.perSecond());
      micros.add(cpu.toNanos() / 1e3 / durable.good());
      refused += bare.bad() + durable.bad();
    }
    rows.add(Row.of("`GET /health`, " + how, health.show("%,.0f", "/s")));
    add(
        "submits, " + how,
        submits.show("%,.0f", "/s") + (refused == 0 ? "" : ", " + refused + " refused"),
        "≥ 5,000/s",
        submits.median() >= LEAST_PER_SECOND && refused == 0,
        counts);
    add(
        "submits ÷ health, " + how,
        ratio.show("%.2f", ""),
        "≥ 0.25",
        ratio.median() >= LEAST_RATIO,
        counts);
    if (counts) {
      rows.add(Row.of("CPU time of the gateway per submit", micros.show("%,.0f", " µs")));
    }
    return submits.median();
  }

  private void halfLoad(Gateway gateway, Plan plan, double perSecond, String how, boolean counts)
      throws IOException {
    Rounds p50 = new Rounds();
    Rounds p99 = new Rounds();
    Duration time = plan.round();
    for (int i = 0; i < plan.rounds(); i++) {
      LoadResult load =
          HttpLoad.open(gateway.address(), CONNECTIONS, gateway.submits(), perSecond, time);
      p50.add(load.latencyMillis(50));
      p99.add(load.latencyMillis(99));
    }
    String what = "submit at %,.0f/s, %s: ".formatted(perSecond, how);
    rows.add(Row.of(what + "p50", p50.show("%.1f", " ms")));
    add(what + "p99", p99.show("%.1f", " ms"), "< 20 ms", p99.median() < MOST_P99_MILLIS, counts);
  }

  private void add(String what, String figure, String goal, boolean reached, boolean counts) {
    rows.add(counts ? Row.of(what, figure, goal, reached) : Row.of(what, figure));
  }
}
