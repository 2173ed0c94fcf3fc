package dev.codexgateway.core.platform;

import java.util.concurrent.CountDownLatch;

/** A process whose start fails after a thread of some client has begun. */
final class FailingStart {
  private FailingStart() {}

  public static void main(String[] args) {
    CountDownLatch never = new CountDownLatch(1);
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    StartUp.orExit(
        "worker",
        () -> {
          throw switch (args[0]) {
            case "setting" -> new IllegalStateException("GATEWAY_BUCKET is not set");
            default -> new IllegalArgumentException("a bug");
          };
        });
  }
}
