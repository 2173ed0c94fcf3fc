package dev.codexgateway.cloud.services;

import static dev.codexgateway.emulators.junit.SharedEmulators.assumeOrFail;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import dev.codexgateway.cloud.process.Ports;
import dev.codexgateway.emulators.PubSubEmulator;
import dev.codexgateway.testkit.Concurrently;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesTest {
  @TempDir private Path directory;
  private final Queue<String> pushed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private CountDownLatch waiting = new CountDownLatch(0);

  @Test
  void pubSub_thatWasDown_pushesAgain() throws Exception {
    assumeOrFail(PubSubEmulator::start).close();
    Files.createDirectories(directory.resolve("logs"));
    HttpServer worker = worker();
    try (Services services =
            new Services(
                directory,
                new Ports(),
                URI.create("http://127.0.0.1:" + worker.getAddress().getPort() + "/"),
                _ -> {});
        HttpClient http = HttpClient.newHttpClient()) {
      services.pubSub().up();
      services.keep();
      publish(http, services, "one");
      Concurrently.await("a push", () -> pushed.stream().anyMatch(body -> isOf(body, "one")));
      services.pubSub().down();
      services.pubSub().up();
      publish(http, services, "two");
      Concurrently.await("a push", () -> pushed.stream().anyMatch(body -> isOf(body, "two")));
    } finally {
      worker.stop(0);
    }
  }

  @Test
  void push_whileOthersAreNotAnswered_comesAllTheSame() throws Exception {
    assumeOrFail(PubSubEmulator::start).close();
    Files.createDirectories(directory.resolve("logs"));
    CountDownLatch release = new CountDownLatch(1);
    waiting = release;
    HttpServer worker = worker();
    try (Services services =
            new Services(
                directory,
                new Ports(),
                URI.create("http://127.0.0.1:" + worker.getAddress().getPort() + "/"),
                _ -> {});
        HttpClient http = HttpClient.newHttpClient()) {
      services.pubSub().up();
      services.keep();
      for (int i = 0; i < 30; i++) {
        publish(http, services, "job " + i);
      }
      Concurrently.await("all at once", () -> pushed.size() >= 30);
    } finally {
      release.countDown();
      worker.stop(0);
    }
  }

  @Test
  void push_thatIsRefused_comesAgain() throws Exception {
    assumeOrFail(PubSubEmulator::start).close();
    Files.createDirectories(directory.resolve("logs"));
    refusals.set(2);
    HttpServer worker = worker();
    try (Services services =
            new Services(
                directory,
                new Ports(),
                URI.create("http://127.0.0.1:" + worker.getAddress().getPort() + "/"),
                _ -> {});
        HttpClient http = HttpClient.newHttpClient()) {
      services.pubSub().up();
      services.keep();
      publish(http, services, "stubborn");
      Concurrently.await("three deliveries", () -> pushed.size() == 3);
    } finally {
      worker.stop(0);
    }
  }

  private HttpServer worker() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            pushed.add(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            await(waiting);
            exchange.sendResponseHeaders(refusals.getAndDecrement() > 0 ? 503 : 204, -1);
          }
        });
    server.start();
    return server;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isOf(String body, String data) {
    return body.contains(base64(data));
  }

  private static String base64(String data) {
    return Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8));
  }

  private static void publish(HttpClient http, Services services, String data) throws Exception {
    String topic =
        "http://%s/v1/projects/%s/topics/gateway-jobs:publish"
            .formatted(services.environment().get("PUBSUB_EMULATOR_HOST"), Services.PROJECT);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(topic))
            .POST(BodyPublishers.ofString("{\"messages\":[{\"data\":\"" + base64(data) + "\"}]}"))
            .build();
    assertEquals(200, http.send(request, BodyHandlers.ofString()).statusCode());
  }
}
