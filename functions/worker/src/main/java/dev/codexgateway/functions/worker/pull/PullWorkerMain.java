package dev.codexgateway.functions.worker.pull;

import dev.codexgateway.core.platform.StartUp;

/**
 * The worker for jobs longer than nine minutes, as a process of its own: for a Cloud Run worker
 * pool, or any machine. On SIGTERM it gives its jobs back within ten seconds. docs/deployment.md
 * has the settings.
 */
public final class PullWorkerMain {
  private PullWorkerMain() {}

  public static void main(String[] args) {
    PullWorker worker = StartUp.orExit("pull worker", () -> PullWorker.start(System.getenv()));
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(worker::close));
    StartUp.orExit(
        "pull worker",
        () -> {
          worker.awaitEnd();
          return worker;
        });
  }
}
