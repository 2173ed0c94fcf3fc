package dev.codexgateway.benchmarks;

import dev.codexgateway.benchmarks.gateway.Gateway;
import dev.codexgateway.benchmarks.gateway.Workspace;
import dev.codexgateway.benchmarks.load.RpcClient;
import dev.codexgateway.benchmarks.report.Rounds;
import dev.codexgateway.benchmarks.report.Row;
import dev.codexgateway.benchmarks.report.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** How long the gateway takes to start, and what it holds while it does nothing. */
final class StartUp implements Benchmark {
  private static final int WORKERS = 16;
  private static final double MOST_SECONDS = 1.5;
  private static final double MOST_MEGABYTES = 160;
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final int SOME_JOBS = 50;
  private static final long SOME_REQUESTS = 1_000;
  private static final int SOME_CONNECTIONS = 8;

  @Override
  public Section run(Workspace workspace, Plan plan) throws IOException, InterruptedException {
    Rounds start = new Rounds();
    Rounds restart = new Rounds();
    Rounds command = new Rounds();
    for (int i = 0; i < plan.starts(); i++) {
      Path data = workspace.newDirectory("data");
      start.add(seconds(workspace, data));
      restart.add(seconds(workspace, data));
      command.add(versionCommand(workspace.repository()));
    }
    Duration idle = plan.isQuick() ? IDLE.dividedBy(6) : IDLE;
    double fresh;
    double used;
    try (Gateway gateway = Gateway.start(workspace, WORKERS)) {
      Thread.sleep(idle);
      fresh = gateway.facts().residentMegabytes();
      use(gateway);
      Thread.sleep(idle.dividedBy(3));
      used = gateway.facts().residentMegabytes();
    }
    return new Section(
        "Start and memory",
        """
        From the start of `./gateway serve`, with everything built, to the first 200 on `/health`,
        which is asked every 2 ms; %d starts on an empty data directory and as many on one that is
        there. Memory is `VmRSS` of the gateway's JVM: %d s after its start, and %d s after %d jobs
        of `/bin/date`, %,d requests to `/health` and %,d of `job.list`.\
        """
            .formatted(
                plan.starts(),
                idle.toSeconds(),
                idle.dividedBy(3).toSeconds(),
                SOME_JOBS,
                SOME_REQUESTS,
                SOME_REQUESTS),
        List.of(
            Row.of(
                "first start to first 200",
                start.show("%.2f", " s"),
                "< 1.5 s",
                start.median() < MOST_SECONDS),
            Row.of(
                "further start to first 200",
                restart.show("%.2f", " s"),
                "< 1.5 s",
                restart.median() < MOST_SECONDS),
            Row.of("`./gateway version`", command.show("%.2f", " s")),
            memory("memory, idle after start", fresh),
            memory("memory, idle after some use", used)));
  }

  private static double seconds(Workspace workspace, Path data)
      throws IOException, InterruptedException {
    try (Gateway gateway = Gateway.start(workspace, data, WORKERS)) {
      return gateway.startUp().toNanos() / 1e9;
    }
  }

  private static double versionCommand(Path repository) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(repository.resolve("gateway").toString(), "version")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("./gateway version ended with " + process.exitValue());
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private static void use(Gateway gateway) throws IOException {
    try (RpcClient client = gateway.client()) {
      for (int i = 0; i < SOME_JOBS; i++) {
        client.await(client.exec("now").text("job_id"));
      }
    }
    gateway.load(SOME_CONNECTIONS, gateway.health(), SOME_REQUESTS);
    gateway.load(SOME_CONNECTIONS, gateway.lists(), SOME_REQUESTS);
  }

  private static Row memory(String what, double megabytes) {
    return Row.of(
        what,
        "**%.0f** MiB".formatted(megabytes),
        "< 160 MB",
        megabytes * 1.048576 < MOST_MEGABYTES);
  }
}
