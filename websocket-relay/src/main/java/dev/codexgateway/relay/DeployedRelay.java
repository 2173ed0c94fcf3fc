package dev.codexgateway.relay;

import dev.codexgateway.core.platform.Environment;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.core.platform.PlatformProvider;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A relay on the platform that is on the class path. */
final class DeployedRelay implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DeployedRelay.class);

  private final Platform platform;
  private final RelayServer server;

  private DeployedRelay(Platform platform, RelayServer server) {
    this.platform = platform;
    this.server = server;
  }

  /**
   * Returns once it listens.
   *
   * @throws IllegalStateException with one clear line that names the wrong or missing setting
   */
  static DeployedRelay start(Map<String, String> variables) {
    Environment environment = new Environment(variables);
    RelaySettings settings = RelayEnvironment.settings(environment);
    environment.check();
    return start(settings, PlatformProvider.load(variables));
  }

  static DeployedRelay start(RelaySettings settings, Platform platform) {
    try {
      RelayServer server =
          RelayServer.start(
              settings, Watching.of(platform), new HealthRoutes(platform.components()));
      log.info("The relay listens on port {}", server.port());
      return new DeployedRelay(platform, server);
    } catch (PortUnavailableException e) {
      platform.close();
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.close();
    platform.close();
    log.info("The relay has stopped");
  }
}
