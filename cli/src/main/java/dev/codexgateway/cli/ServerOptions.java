package dev.codexgateway.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the one-machine gateway finds its data and its configuration. */
final class ServerOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory (GATEWAY_DATA; default: .gateway).")
  private Optional<String> data = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file (GATEWAY_CONFIG; default: gateway.yaml).")
  private Optional<String> config = Optional.empty();

  /** The environment with the options laid over it, to be changed further by the caller. */
  Map<String, String> settings(Surroundings surroundings) {
    Map<String, String> settings = new HashMap<>(surroundings.env());
    data.ifPresent(value -> settings.put("GATEWAY_DATA", value));
    config.ifPresent(value -> settings.put("GATEWAY_CONFIG", value));
    return settings;
  }
}
