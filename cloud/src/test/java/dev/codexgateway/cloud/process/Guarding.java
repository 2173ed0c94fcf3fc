package dev.codexgateway.cloud.process;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** A process that guards another one until it is killed. */
final class Guarding {
  private Guarding() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Guard guard = Guard.over(Long.parseLong(args[0]));
    System.out.println("guarded");
    new CountDownLatch(1).await();
    guard.dismiss();
  }
}
