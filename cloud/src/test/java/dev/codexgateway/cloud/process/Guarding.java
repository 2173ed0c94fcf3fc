package dev.codexgateway.cloud.process;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A process that guards another one until it is killed. */
final class Guarding {
  private static @Nullable Guard guard;

  private Guarding() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    guard = Guard.over(Long.parseLong(args[0]));
    System.out.println("guarded");
    new CountDownLatch(1).await();
  }
}
