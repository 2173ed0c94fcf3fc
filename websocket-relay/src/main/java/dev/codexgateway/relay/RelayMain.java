package dev.codexgateway.relay;

import dev.codexgateway.core.platform.StartUp;
import java.util.concurrent.CountDownLatch;

/**
 * The relay as a process of its own, for Cloud Run: watching and health checks on {@code PORT}. On
 * SIGTERM it tells the watchers to come back elsewhere, and gives up its subscription; that takes
 * less than the ten seconds that the platform allows. docs/deployment.md has the settings.
 */
public final class RelayMain {
  private RelayMain() {}

  public static void main(String[] args) throws InterruptedException {
    DeployedRelay relay = StartUp.orExit("relay", () -> DeployedRelay.start(System.getenv()));
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(relay::close));
    // Its threads are daemons; this one keeps the process until the signal comes.
    new CountDownLatch(1).await();
  }
}
