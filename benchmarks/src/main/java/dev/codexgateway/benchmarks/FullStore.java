package dev.codexgateway.benchmarks;

import com.google.gson.JsonObject;
import dev.codexgateway.benchmarks.gateway.Gateway;
import dev.codexgateway.benchmarks.gateway.Workspace;
import dev.codexgateway.benchmarks.load.Requests;
import dev.codexgateway.benchmarks.load.RpcClient;
import dev.codexgateway.benchmarks.report.Rounds;
import dev.codexgateway.benchmarks.report.Row;
import dev.codexgateway.benchmarks.report.Section;
import dev.codexgateway.core.job.JobId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Whether a store with many finished jobs is slower than one without. */
final class FullStore implements Benchmark {
  private static final int MANY_JOBS = 10_000;
  private static final int LINES = 20;
  private static final int CONNECTIONS = 16;
  private static final long REQUESTS = 4_000;
  private static final double LEAST_RATIO = 0.9;

  @Override
  public Section run(Workspace workspace, Plan plan) throws IOException, InterruptedException {
    Path emptyData = workspace.newDirectory("data");
    Path fullData = workspace.newDirectory("data");
    List<JobId> one = FinishedJobs.write(emptyData, 1, LINES);
    List<JobId> many = FinishedJobs.write(fullData, MANY_JOBS, LINES);
    try (Gateway empty = Gateway.start(workspace, emptyData, 0);
        Gateway full = Gateway.start(workspace, fullData, 0)) {
      Comparison gets = compare(plan, empty, gets(empty, one), full, gets(full, many));
      Comparison submits = compare(plan, empty, empty.submits(), full, full.submits());
      return new Section(
          "10,000 finished jobs in the store",
          """
          Two gateways with `GATEWAY_WORKERS=0`: the store of one begins with a single finished job,
          that of the other with %,d, each with %d lines of output. Rounds of %,d requests over %d
          connections go to one and the other in turn; `job.get` asks for all the jobs in turn. The
          submits stay in both stores alike. The ratio is of rates, so 0.9 is 10 %% slower.\
          """
              .formatted(MANY_JOBS, LINES, REQUESTS, CONNECTIONS),
          List.of(
              Row.of("`job.get`, empty store", gets.empty().show("%,.0f", "/s")),
              Row.of("`job.get`, 10,000 jobs", gets.full().show("%,.0f", "/s")),
              gets.row("`job.get`: full ÷ empty"),
              Row.of("submit, empty store", submits.empty().show("%,.0f", "/s")),
              Row.of("submit, 10,000 jobs", submits.full().show("%,.0f", "/s")),
              submits.row("submit: full ÷ empty")));
    }
  }

  private record Comparison(Rounds empty, Rounds full, Rounds ratio) {
    Row row(String what) {
      return Row.of(what, ratio.show("%.2f", ""), "≥ 0.9", ratio.median() >= LEAST_RATIO);
    }
  }

  private static Requests gets(Gateway gateway, List<JobId> jobs) {
    return gateway.calls(jobs.stream().map(FullStore::get));
  }

  private static String get(JobId job) {
    JsonObject params = new JsonObject();
    params.addProperty("job_id", job.value());
    return RpcClient.body("job.get", params);
  }

  private static Comparison compare(
      Plan plan, Gateway empty, Requests toEmpty, Gateway full, Requests toFull)
      throws IOException {
    empty.load(CONNECTIONS, toEmpty, plan.warmUp());
    full.load(CONNECTIONS, toFull, plan.warmUp());
    Comparison comparison = new Comparison(new Rounds(), new Rounds(), new Rounds());
    for (int i = 0; i < 2 * plan.rounds() + 1; i++) {
      // Who is first changes, for the second finds warmer caches of the CPU.
      if (i % 2 == 0) {
        comparison.empty().add(perSecond(empty, toEmpty));
        comparison.full().add(perSecond(full, toFull));
      } else {
        comparison.full().add(perSecond(full, toFull));
        comparison.empty().add(perSecond(empty, toEmpty));
      }
      comparison.ratio().add(comparison.full().last() / comparison.empty().last());
    }
    return comparison;
  }

  private static double perSecond(Gateway gateway, Requests requests) throws IOException {
    return gateway.load(CONNECTIONS, requests, REQUESTS).perSecond();
  }
}
