package dev.codexgateway.emulators.junit;

import dev.codexgateway.emulators.SecretManagerFake;
import dev.codexgateway.emulators.StorageFake;
import java.util.Map;

/** All of Google Cloud that a deployable calls, shared by the tests of one JVM. */
public final class SharedServices {
  /** The first admin key of every project. */
  public static final String KEY = "an-admin-key-for-tests-that-is-long-enough";

  private static final StorageFake STORAGE = StorageFake.start();
  private static final SecretManagerFake SECRETS = SecretManagerFake.start();

  private SharedServices() {}

  /** Settings that lead a deployable to a project with a bucket of its name and the two secrets. */
  public static Map<String, String> settings(String project) {
    STORAGE.createBucket(project);
    secret(project, "gateway-api-key", KEY);
    secret(project, "gateway-key-pepper", "p".repeat(43));
    return Map.of(
        "GATEWAY_PROJECT",
        project,
        "GATEWAY_BUCKET",
        project,
        "FIRESTORE_EMULATOR_HOST",
        SharedEmulators.firestore().host(),
        "PUBSUB_EMULATOR_HOST",
        SharedEmulators.pubSub().host(),
        "STORAGE_EMULATOR_HOST",
        STORAGE.url().toString(),
        "SECRET_MANAGER_EMULATOR_HOST",
        SECRETS.host());
  }

  public static void secret(String project, String name, String value) {
    SECRETS.set(project, name, value);
  }
}
