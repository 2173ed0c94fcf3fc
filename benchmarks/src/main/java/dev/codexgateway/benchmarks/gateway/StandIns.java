package dev.codexgateway.benchmarks.gateway;

import dev.codexgateway.emulators.FirestoreEmulator;
import dev.codexgateway.emulators.PubSubEmulator;
import dev.codexgateway.emulators.SecretManagerFake;
import dev.codexgateway.emulators.StorageFake;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

/** What takes the place of Google Cloud's services on this machine. */
public final class StandIns implements AutoCloseable {
  /** Of the first admin key. */
  public static final String KEY = "an-admin-key-for-benchmarks-on-loopback";

  private static final String PROJECT = "benchmarks";
  private static final String BUCKET = "benchmarks";

  private final FirestoreEmulator firestore = FirestoreEmulator.start();
  private final PubSubEmulator pubSub = PubSubEmulator.start();
  private final StorageFake storage = StorageFake.start().createBucket(BUCKET);
  private final SecretManagerFake secrets =
      SecretManagerFake.start()
          .set(PROJECT, "gateway-api-key", KEY)
          .set(PROJECT, "gateway-key-pepper", "p".repeat(43))
          .set(PROJECT, "hook-token", "t".repeat(32));

  /** The settings that lead a deployable here. */
  public Map<String, String> env() {
    return Map.of(
        "GATEWAY_PROJECT", PROJECT,
        "GATEWAY_BUCKET", BUCKET,
        "FIRESTORE_EMULATOR_HOST", firestore.host(),
        "PUBSUB_EMULATOR_HOST", pubSub.host(),
        "STORAGE_EMULATOR_HOST", storage.url().toString(),
        "SECRET_MANAGER_EMULATOR_HOST", secrets.host());
  }

  /** The topics' names are the settings' defaults. */
  public void createTopics() throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (String topic : List.of("gateway-jobs", "gateway-events")) {
        URI uri =
            URI.create("http://" + pubSub.host() + "/v1/projects/" + PROJECT + "/topics/" + topic);
        HttpRequest put =
            HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{}"))
                .build();
        int status = http.send(put, BodyHandlers.discarding()).statusCode();
        if (status != 200) {
          throw new IOException("topic " + topic + " was not created: " + status);
        }
      }
    }
  }

  @Override
  public void close() {
    secrets.close();
    storage.close();
    pubSub.close();
    firestore.close();
  }
}
