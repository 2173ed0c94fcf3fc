package dev.codexgateway.emulators;

import java.nio.file.Path;
import java.util.List;

/**
 * Google's Pub/Sub emulator. Clients find it by {@code PUBSUB_EMULATOR_HOST}. It ignores filters
 * and back-off of subscriptions; any project exists, topics have to be created.
 */
public final class PubSubEmulator extends Emulator {
  private PubSubEmulator(EmulatorProcess process) {
    super(process);
  }

  /**
   * On a free port, with a log file that goes away with it. Takes a few seconds.
   *
   * @throws EmulatorMissingException where it is not installed
   */
  public static PubSubEmulator start() {
    return new PubSubEmulator(launch().start());
  }

  /**
   * On that port; for example the one of an emulator that was closed.
   *
   * @throws EmulatorMissingException where it is not installed
   */
  public static PubSubEmulator start(int port) {
    return new PubSubEmulator(launch().start(port));
  }

  /**
   * On that port, printing to that file.
   *
   * @throws EmulatorMissingException where it is not installed
   */
  public static PubSubEmulator start(int port, Path logFile) {
    return new PubSubEmulator(launch().start(port, logFile));
  }

  private static Launch launch() {
    return new Launch("pubsub", List.of("-jar", Launch.sdk().pubSubJar().toString()));
  }
}
