package dev.codexgateway.gcp.firestore;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import dev.codexgateway.emulators.junit.SharedEmulators;
import dev.codexgateway.gcp.firestore.Calls.Observer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** An empty database on the shared emulator, with any number of clients of their own. */
final class Database implements AutoCloseable {
  /** Longer than a loaded machine takes; tests of the limit itself set their own. */
  static final Duration PATIENCE = Duration.ofSeconds(40);

  static final Duration RETENTION = Duration.ofDays(30);

  private final String project = SharedEmulators.newProject();
  private final String host = SharedEmulators.firestore().host();
  private final List<Firestore> clients = new ArrayList<>();
  private final Firestore client = newClient();

  Firestore client() {
    return client;
  }

  String project() {
    return project;
  }

  Firestore newClient() {
    Firestore opened = client(project, host);
    clients.add(opened);
    return opened;
  }

  /** As a deployed gateway opens it. */
  static Connection hasty(String project, String host) {
    return new Connection(
        FirestoreOptions.newBuilder()
            .setProjectId(project)
            .setEmulatorHost(host)
            .setRetrySettings(FirestoreStores.retrySettings())
            .build()
            .getService());
  }

  /** As patient as Google's client is by itself. */
  static Firestore client(String project, String host) {
    return FirestoreOptions.newBuilder()
        .setProjectId(project)
        .setEmulatorHost(host)
        .build()
        .getService();
  }

  Calls calls() {
    return calls(Observer.NONE);
  }

  Calls calls(Observer observer) {
    return calls(client, _ -> {}, observer);
  }

  static Calls calls(Firestore client, Consumer<Instant> serverTime, Observer observer) {
    return new Calls(client, PATIENCE, serverTime, observer);
  }

  @Override
  public void close() {
    clients.forEach(Firestore::shutdown);
  }

  /** A client that ends with a block. */
  record Connection(Firestore client) implements AutoCloseable {
    @Override
    public void close() {
      client.shutdownNow();
    }
  }
}
