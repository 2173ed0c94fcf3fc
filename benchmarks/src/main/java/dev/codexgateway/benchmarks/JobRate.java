package dev.codexgateway.benchmarks;

import com.google.gson.JsonObject;
import dev.codexgateway.benchmarks.gateway.Gateway;
import dev.codexgateway.benchmarks.gateway.Webhook;
import dev.codexgateway.benchmarks.gateway.Workspace;
import dev.codexgateway.benchmarks.load.HttpLoad;
import dev.codexgateway.benchmarks.load.LoadResult;
import dev.codexgateway.benchmarks.load.Requests;
import dev.codexgateway.benchmarks.load.RpcClient;
import dev.codexgateway.benchmarks.report.Rounds;
import dev.codexgateway.benchmarks.report.Row;
import dev.codexgateway.benchmarks.report.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How many jobs a second go all the way, against starting the same processes and nothing else. */
final class JobRate implements Benchmark {
  private static final int PARALLEL = 16;
  private static final double LEAST_RATIO = 0.5;

  private final Rounds bare = new Rounds();
  private final Rounds jobs = new Rounds();
  private final Rounds micros = new Rounds();
  private final Rounds ratio = new Rounds();
  private final Rounds webhook = new Rounds();
  private final Rounds webhookRatio = new Rounds();

  @Override
  public Section run(Workspace workspace, Plan plan) throws IOException, InterruptedException {
    Optional<Path> rival = Webhook.executable();
    try (Gateway gateway = Gateway.start(workspace, PARALLEL)) {
      gateway.load(PARALLEL, awaitedJobs(gateway), plan.warmUp());
      BareLoop.perSecond(PARALLEL, plan.round());
      for (int i = 0; i < plan.rounds(); i++) {
        bare.add(BareLoop.perSecond(PARALLEL, plan.round()));
        jobs.add(jobs(gateway, plan.round()));
        ratio.add(last(jobs, bare));
        if (rival.isPresent()) {
          webhook.add(webhook(workspace, rival.get(), plan.round()));
          webhookRatio.add(last(jobs, webhook));
        }
      }
    }
    return new Section("Jobs per second, end to end", method(), rows(rival.isPresent()));
  }

  private double jobs(Gateway gateway, Duration time) throws IOException {
    Duration cpuBefore = gateway.facts().cpuTime();
    LoadResult load = gateway.load(PARALLEL, awaitedJobs(gateway), time);
    Duration cpu = gateway.facts().cpuTime().minus(cpuBefore);
    micros.add(cpu.toNanos() / 1e3 / load.good());
    return good(load);
  }

  private static String method() {
    return """
    `/bin/true`, %d at a time. A job counts when its caller, who waits with `wait_seconds`, has the
    committed outcome. The bare loop is `new ProcessBuilder("/bin/true").start().waitFor()` on as
    many threads of the benchmark's JVM. `webhook` is https://github.com/adnanh/webhook as Debian
    packages it; it runs the command for each request of the same load generator, answers when it
    has ended (`include-command-output-in-response`), and keeps nothing.\
    """
        .formatted(PARALLEL);
  }

  private List<Row> rows(boolean hasRival) {
    List<Row> rows = new ArrayList<>();
    rows.add(Row.of("bare loop of process starts", bare.show("%,.0f", "/s")));
    rows.add(Row.of("jobs, end to end", jobs.show("%,.0f", "/s")));
    rows.add(Row.of("CPU time of the gateway per job", micros.show("%,.0f", " µs")));
    rows.add(
        Row.of("jobs ÷ bare loop", ratio.show("%.2f", ""), "≥ 0.5", ratio.median() >= LEAST_RATIO));
    if (hasRival) {
      rows.add(Row.of("`webhook`, same command", webhook.show("%,.0f", "/s")));
      rows.add(
          Row.of(
              "jobs ÷ `webhook`", webhookRatio.show("%.2f", ""), "> 1", webhookRatio.median() > 1));
    } else {
      rows.add(Row.skipped("jobs ÷ `webhook`", "not installed here: `apt-get install webhook`"));
    }
    return rows;
  }

  private static double last(Rounds jobs, Rounds other) {
    return jobs.last() / other.last();
  }

  private static double webhook(Workspace workspace, Path executable, Duration time)
      throws IOException, InterruptedException {
    try (Webhook server = Webhook.start(workspace, executable)) {
      return good(HttpLoad.closed(server.address(), PARALLEL, Requests.get(Webhook.PATH), time));
    }
  }

  private static Requests awaitedJobs(Gateway gateway) {
    JsonObject params = RpcClient.execParams("true");
    params.addProperty("wait_seconds", 30);
    return gateway.calls(Stream.of(RpcClient.body("exec", params)));
  }

  private static double good(LoadResult result) throws IOException {
    if (result.bad() > 0) {
      throw new IOException(result.bad() + " of " + result.good() + " requests failed");
    }
    return result.perSecond();
  }
}
