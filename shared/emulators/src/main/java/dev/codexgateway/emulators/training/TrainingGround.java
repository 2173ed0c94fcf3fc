package dev.codexgateway.emulators.training;

import dev.codexgateway.emulators.SecretManagerFake;
import dev.codexgateway.emulators.StorageFake;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Runs a command, given as arguments, with settings that lead a deployable to stand-ins of every
 * service, and ends with its status. They know next to nothing, and need nothing: neither Google's
 * emulators nor a network. So the archive of a deployable's classes can be written while an image
 * is built.
 */
public final class TrainingGround {
  private static final String PROJECT = "training";

  /** What {@code core.platform.Training} sends. */
  private static final String KEY = "k".repeat(40);

  private TrainingGround() {}

  public static void main(String[] command) throws IOException, InterruptedException {
    int status = run(List.of(command), Map.of());
    // Threads of the servers would keep the process.
    System.exit(status);
  }

  /**
   * @param env besides the settings
   * @return the status with which the command ended
   */
  static int run(List<String> command, Map<String, String> env)
      throws IOException, InterruptedException {
    try (EmptyServices empty = EmptyServices.start();
        StorageFake storage = StorageFake.start().createBucket(PROJECT);
        SecretManagerFake secrets = SecretManagerFake.start()) {
      List.of("gateway-api-key", "gateway-key-pepper", "training-hook")
          .forEach(name -> secrets.set(PROJECT, name, KEY));
      ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
      builder
          .environment()
          .putAll(
              Map.of(
                  "PORT", "8080",
                  "GATEWAY_PROJECT", PROJECT,
                  "GATEWAY_BUCKET", PROJECT,
                  "FIRESTORE_EMULATOR_HOST", empty.host(),
                  "PUBSUB_EMULATOR_HOST", empty.host(),
                  "STORAGE_EMULATOR_HOST", storage.url().toString(),
                  "SECRET_MANAGER_EMULATOR_HOST", secrets.host()));
      builder.environment().putAll(env);
      return builder.start().waitFor();
    }
  }
}
