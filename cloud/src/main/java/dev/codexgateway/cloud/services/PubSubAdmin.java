package dev.codexgateway.cloud.services;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Makes topics and subscriptions, by the REST form of the API
 * (https://cloud.google.com/pubsub/docs/reference/rest), so that no client has to be loaded.
 */
final class PubSubAdmin implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int CONFLICT = 409;

  /** Pushes that take longer are repeated; the longest that Pub/Sub allows. */
  static final int ACK_DEADLINE_SECONDS = 600;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String base;
  private final String project;

  /**
   * @param host {@code host:port} of the emulator
   */
  PubSubAdmin(String host, String project) {
    this.base = "http://" + host + "/v1/";
    this.project = "projects/" + project;
  }

  /** Does nothing where it is there already. */
  void createTopic(String topic) throws IOException, InterruptedException {
    put(project + "/topics/" + topic, new JsonObject());
  }

  /** Does nothing where it is there already. */
  void createSubscription(String name, String topic) throws IOException, InterruptedException {
    JsonObject subscription = new JsonObject();
    subscription.addProperty("topic", project + "/topics/" + topic);
    subscription.addProperty("ackDeadlineSeconds", ACK_DEADLINE_SECONDS);
    put(project + "/subscriptions/" + name, subscription);
  }

  private void put(String resource, JsonObject body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + resource))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body.toString()))
            .build();
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() != HttpURLConnection.HTTP_OK && response.statusCode() != CONFLICT) {
      throw new IOException(
          "%s was not created: %d %s".formatted(resource, response.statusCode(), response.body()));
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
