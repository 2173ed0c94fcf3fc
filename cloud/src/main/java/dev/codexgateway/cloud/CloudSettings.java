package dev.codexgateway.cloud;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What is started.
 *
 * @param port of the front; 0 means any that is free
 * @param directory for logs and the work directories of jobs
 * @param config {@code gateway.yaml}
 * @param adminKey what the secret {@code gateway-api-key} holds
 * @param sweepEvery how often the sweeper is called, as the scheduler does each minute
 * @param environment for all functions and relays, for example {@code GATEWAY_LEASE_SECONDS}
 * @param classPath put before that of each function and relay
 */
public record CloudSettings(
    String host,
    int port,
    int workers,
    int relays,
    Path directory,
    Path config,
    String adminKey,
    Duration sweepEvery,
    Map<String, String> environment,
    List<Path> classPath) {
  /** What the functions ask of a key that an operator sets. */
  public static final int MIN_ADMIN_KEY_CHARS = 32;

  public CloudSettings {
    environment = Map.copyOf(environment);
    classPath = List.copyOf(classPath);
  }

  @Override
  public String toString() {
    return "CloudSettings[%s:%d, %d workers, %d relays]".formatted(host, port, workers, relays);
  }
}
