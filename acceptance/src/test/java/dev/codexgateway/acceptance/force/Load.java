package dev.codexgateway.acceptance.force;

import com.google.gson.JsonObject;
import dev.codexgateway.acceptance.Answer;
import dev.codexgateway.acceptance.Client;
import dev.codexgateway.acceptance.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Submits one job after the other, each with a key that makes it repeatable, until it is closed.
 */
final class Load implements AutoCloseable {
  /** What an answer said, and how long it took. */
  record Said(int status, Duration took, String body) {}

  private final Client client;
  private final String command;
  private final String[] args;
  private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
  private final Queue<Said> refused = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closing;

  Load(CloudSite site, int atOnce, Duration pause, String command, String... args) {
    this.client = site.client();
    this.command = command;
    this.args = args;
    for (int i = 0; i < atOnce; i++) {
      threads.add(Thread.startVirtualThread(() -> submitUntilClosed(pause)));
    }
  }

  private void submitUntilClosed(Duration pause) {
    try {
      while (!closing) {
        submit();
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void submit() throws InterruptedException {
    JsonObject params = Json.object("command", command, "args", List.of(args));
    long began = System.nanoTime();
    try {
      Answer answer = client.call("exec", params);
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      JsonObject result = answer.json().getAsJsonObject("result");
      if (answer.status() == 200 && result != null) {
        accepted.add(Json.id(result));
      } else {
        refused.add(new Said(answer.status(), took, answer.body()));
      }
    } catch (IOException _) {
      // No answer: the job may be there or not, and nobody was told that it is.
    }
  }

  /** The jobs that were answered with 2xx so far. */
  List<String> accepted() {
    return List.copyOf(accepted);
  }

  List<Said> refused() {
    return List.copyOf(refused);
  }

  /** Returns when no submission is under way any more. */
  void stop() throws InterruptedException {
    closing = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Override
  public void close() {
    closing = true;
  }
}
