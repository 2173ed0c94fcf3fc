package dev.codexgateway.cloud.services;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the messages of a subscription as Pub/Sub does to a push endpoint
 * (https://cloud.google.com/pubsub/docs/push): any number at once, acknowledged by an answer with
 * 2xx, delivered again after any other. The emulator itself pushes only as many at once as the
 * machine has cores, so that two long jobs would keep all others waiting.
 */
final class Pusher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Pusher.class);
  private static final int MOST_AT_ONCE = 160;
  private static final int MOST_PER_PULL = 20;
  private static final Duration PULL_PATIENCE = Duration.ofSeconds(120);
  private static final Duration BEFORE_NEXT_TRY = Duration.ofMillis(500);
  private static final Duration PUSH_PATIENCE =
      Duration.ofSeconds(PubSubAdmin.ACK_DEADLINE_SECONDS);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Semaphore free = new Semaphore(MOST_AT_ONCE);
  private final URI subscription;
  private final String name;
  private final URI endpoint;
  private final Thread puller = Thread.ofVirtual().name("pusher").unstarted(this::pullForEver);

  /**
   * @param host of the emulator
   * @param name of the subscription, {@code projects/…/subscriptions/…}
   */
  Pusher(String host, String name, URI endpoint) {
    this.subscription = URI.create("http://" + host + "/v1/" + name);
    this.name = name;
    this.endpoint = endpoint;
  }

  void start() {
    puller.start();
  }

  private void pullForEver() {
    try {
      while (true) {
        if (!pull()) {
          Thread.sleep(BEFORE_NEXT_TRY);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Returns false where Pub/Sub is away, or does not know the subscription yet. */
  private boolean pull() throws InterruptedException {
    JsonObject limit = new JsonObject();
    limit.addProperty("maxMessages", MOST_PER_PULL);
    try {
      HttpResponse<String> response = send(verb("pull"), limit, PULL_PATIENCE);
      if (response.statusCode() != 200) {
        return false;
      }
      JsonElement messages =
          JsonParser.parseString(response.body()).getAsJsonObject().get("receivedMessages");
      if (messages instanceof JsonArray received) {
        for (JsonElement message : received) {
          free.acquire();
          Thread.startVirtualThread(() -> deliver(message.getAsJsonObject()));
        }
      }
      return true;
    } catch (IOException | JsonParseException _) {
      return false;
    }
  }

  private void deliver(JsonObject received) {
    try {
      settle(received.get("ackId"), push(received.getAsJsonObject("message")));
    } catch (IOException e) {
      log.debug("not settled, it will come again: {}", e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      free.release();
    }
  }

  private boolean push(JsonObject message) throws InterruptedException {
    JsonObject body = new JsonObject();
    body.add("message", message);
    body.addProperty("subscription", name);
    try {
      int status = send(endpoint, body, PUSH_PATIENCE).statusCode();
      return status >= 200 && status < 300;
    } catch (IOException _) {
      return false;
    }
  }

  private void settle(JsonElement ackId, boolean taken) throws IOException, InterruptedException {
    JsonArray ids = new JsonArray();
    ids.add(ackId);
    JsonObject body = new JsonObject();
    body.add("ackIds", ids);
    if (taken) {
      send(verb("acknowledge"), body, PULL_PATIENCE);
    } else {
      Thread.sleep(BEFORE_NEXT_TRY);
      body.addProperty("ackDeadlineSeconds", 0);
      send(verb("modifyAckDeadline"), body, PULL_PATIENCE);
    }
  }

  private URI verb(String verb) {
    return URI.create(subscription + ":" + verb);
  }

  private HttpResponse<String> send(URI uri, JsonObject body, Duration patience)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(patience)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  @Override
  public void close() {
    puller.interrupt();
    http.shutdownNow();
  }
}
