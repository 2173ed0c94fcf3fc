package dev.codexgateway.emulators;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;

/**
 * Google's Firestore emulator. Clients find it by {@code FIRESTORE_EMULATOR_HOST}. It knows no
 * composite indexes and no TTL, and any project exists.
 */
public final class FirestoreEmulator extends Emulator {
  private FirestoreEmulator(EmulatorProcess process) {
    super(process);
  }

  /**
   * On a free port, with a log file that goes away with it. Takes a few seconds.
   *
   * @throws EmulatorMissingException where it is not installed
   */
  public static FirestoreEmulator start() {
    return new FirestoreEmulator(launch().start());
  }

  /**
   * On that port; for example the one of an emulator that was closed.
   *
   * @throws EmulatorMissingException where it is not installed
   */
  public static FirestoreEmulator start(int port) {
    return new FirestoreEmulator(launch().start(port));
  }

  /**
   * On that port, printing to that file.
   *
   * @throws EmulatorMissingException where it is not installed
   */
  public static FirestoreEmulator start(int port, Path logFile) {
    return new FirestoreEmulator(launch().start(port, logFile));
  }

  private static Launch launch() {
    String jar = Launch.sdk().firestoreJar().toString();
    return new Launch(
        "firestore",
        List.of(
            "-Duser.language=en",
            "-cp",
            jar,
            "com.google.cloud.datastore.emulator.firestore.CloudFirestore",
            "start"));
  }

  /** Deletes every document of a project's database. */
  public void clear(String project) {
    String documents = "/emulator/v1/projects/" + project + "/databases/(default)/documents";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + host() + documents)).DELETE().build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (status != 200) {
        throw new IllegalStateException("emptying " + project + " was answered with " + status);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the Firestore emulator does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
