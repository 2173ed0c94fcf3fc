package dev.codexgateway.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Starts processes and waits for each, with nothing around it. */
final class BareLoop {
  private BareLoop() {}

  static double perSecond(int threads, Duration time) throws IOException, InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<Long>> counts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        counts.add(executor.submit(() -> runUntil(end)));
      }
      long sum = 0;
      for (Future<Long> count : counts) {
        sum += count.get();
      }
      return sum / (time.toNanos() / 1e9);
    } catch (ExecutionException e) {
      throw new IOException("the bare loop failed", e.getCause());
    }
  }

  private static long runUntil(long end) throws IOException, InterruptedException {
    long count = 0;
    while (System.nanoTime() < end) {
      new ProcessBuilder("/bin/true").start().waitFor();
      count++;
    }
    return count;
  }
}
