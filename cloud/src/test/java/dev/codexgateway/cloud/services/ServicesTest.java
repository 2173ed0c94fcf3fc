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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesTest {
  @TempDir private Path directory;
  private final Queue<String> pushed = new ConcurrentLinkedQueue<>();

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

  private HttpServer worker() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            pushed.add(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
          }
        });
    server.start();
    return server;
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
