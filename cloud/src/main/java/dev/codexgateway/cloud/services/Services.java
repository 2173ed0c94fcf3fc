package dev.codexgateway.cloud.services;

import dev.codexgateway.cloud.process.Ports;
import dev.codexgateway.emulators.FirestoreEmulator;
import dev.codexgateway.emulators.PubSubEmulator;
import dev.codexgateway.emulators.SecretManagerFake;
import dev.codexgateway.emulators.StorageFake;
import dev.codexgateway.emulators.TestServiceAccount;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.function.Consumer;

/** Everything that is Google's in a deployment, and how clients find it. */
public final class Services implements AutoCloseable {
  public static final String PROJECT = "cloud-up";
  private static final String BUCKET = "gateway-artifacts";
  private static final String JOBS_TOPIC = "gateway-jobs";
  private static final String EVENTS_TOPIC = "gateway-events";
  private static final String PUSH_SUBSCRIPTION = "gateway-jobs-push";
  private static final String API_KEY_SECRET = "gateway-api-key";
  private static final String PEPPER_SECRET = "gateway-key-pepper";

  private final Path credentials;
  private final int firestorePort;
  private final int pubSubPort;
  private final Kept firestore;
  private final Kept pubSub;
  private final Pusher pusher;
  private final StorageFake storage;
  private final SecretManagerFake secrets;

  /**
   * Starts nothing yet but the stand-ins, which are part of this process.
   *
   * @param directory for logs and the key file with which URLs are signed
   * @param pushEndpoint where new jobs are announced
   */
  public Services(Path directory, Ports ports, URI pushEndpoint, Consumer<String> news)
      throws IOException {
    firestorePort = ports.next();
    pubSubPort = ports.next();
    Path logs = directory.resolve("logs");
    firestore =
        new Kept(
            "firestore",
            () -> FirestoreEmulator.start(firestorePort, logs.resolve("firestore.log")),
            () -> {},
            news);
    pubSub =
        new Kept(
            "pubsub",
            () -> PubSubEmulator.start(pubSubPort, logs.resolve("pubsub.log")),
            this::createTopics,
            news);
    pusher =
        new Pusher(
            pubSubHost(),
            "projects/" + PROJECT + "/subscriptions/" + PUSH_SUBSCRIPTION,
            pushEndpoint);
    TestServiceAccount account = TestServiceAccount.create(PROJECT);
    credentials = writeSecretly(directory.resolve("credentials.json"), account.keyFile());
    storage = StorageFake.start().createBucket(BUCKET).trust(account);
    secrets = SecretManagerFake.start();
  }

  private static Path writeSecretly(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, text);
  }

  private void createTopics() throws IOException, InterruptedException {
    try (PubSubAdmin admin = new PubSubAdmin(pubSubHost(), PROJECT)) {
      admin.createTopic(JOBS_TOPIC);
      admin.createTopic(EVENTS_TOPIC);
      admin.createSubscription(PUSH_SUBSCRIPTION, JOBS_TOPIC);
    }
  }

  private String pubSubHost() {
    return "localhost:" + pubSubPort;
  }

  public void setSecret(String name, String value) {
    secrets.set(PROJECT, name, value);
  }

  /** To be called before anybody asks. */
  public void setSecrets(String apiKey, String pepper) {
    secrets.set(PROJECT, API_KEY_SECRET, apiKey).set(PROJECT, PEPPER_SECRET, pepper);
  }

  /** From here on messages are pushed, and each emulator is started again where it ends. */
  public void keep() {
    pusher.start();
    firestore.keep();
    pubSub.keep();
  }

  /** From here on none is started again. */
  public void stopKeeping() {
    firestore.stopKeeping();
    pubSub.stopKeeping();
  }

  public Kept firestore() {
    return firestore;
  }

  public Kept pubSub() {
    return pubSub;
  }

  /** The settings by which a function or a relay finds all this. */
  public Map<String, String> environment() {
    return Map.of(
        "GATEWAY_PROJECT",
        PROJECT,
        "GATEWAY_BUCKET",
        BUCKET,
        "GATEWAY_JOBS_TOPIC",
        JOBS_TOPIC,
        "GATEWAY_EVENTS_TOPIC",
        EVENTS_TOPIC,
        "FIRESTORE_EMULATOR_HOST",
        "localhost:" + firestorePort,
        "PUBSUB_EMULATOR_HOST",
        pubSubHost(),
        "STORAGE_EMULATOR_HOST",
        storage.url().toString(),
        "SECRET_MANAGER_EMULATOR_HOST",
        secrets.host(),
        "GOOGLE_APPLICATION_CREDENTIALS",
        credentials.toString());
  }

  @Override
  public void close() {
    pusher.close();
    pubSub.close();
    firestore.close();
    storage.close();
    secrets.close();
  }
}
