package dev.codexgateway.functions.worker;

import dev.codexgateway.core.config.ConfigException;
import dev.codexgateway.core.config.GatewayConfig;
import dev.codexgateway.core.platform.Environment;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.core.platform.PlatformProvider;
import dev.codexgateway.functions.worker.process.ProcessRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A worker on the platform that is on the class path, with the settings that all workers share.
 * docs/deployment.md has the table.
 */
public final class DeployedWorker implements AutoCloseable {
  /** Most jobs that one sweep rings for; what is left is due a minute later, too. */
  private static final int SWEEP_LIMIT = 500;

  /** After SIGTERM the platform gives ten seconds, and closing needs the rest of them. */
  private static final Duration STOP = Duration.ofSeconds(8);

  private final Platform platform;
  private final Worker worker;

  private DeployedWorker(Platform platform, Worker worker) {
    this.platform = platform;
    this.worker = worker;
  }

  /**
   * Opens the platform, which warms its clients.
   *
   * @param longestRun what the way in which jobs arrive leaves for one of them
   * @throws IllegalStateException with one clear line that names the wrong or missing setting
   * @throws ConfigException with every problem of {@code gateway.yaml}
   */
  public static DeployedWorker open(Map<String, String> variables, Duration longestRun)
      throws ConfigException {
    Environment env = new Environment(variables);
    Path config = env.path("GATEWAY_CONFIG", Path.of("gateway.yaml"));
    WorkerSettings settings =
        WorkerSettings.cloud(
            env.path("GATEWAY_WORK_DIRECTORY", Path.of("/tmp/gateway-work")),
            env.seconds("GATEWAY_LEASE_SECONDS", 3, 600, 30),
            longestRun);
    env.check();
    GatewayConfig commands = GatewayConfig.load(config);
    Platform platform = PlatformProvider.load(variables);
    ProcessRunner runner = new ProcessRunner(platform.instanceId());
    return new DeployedWorker(
        platform, new Worker(platform, commands.commands(), runner, settings));
  }

  public Worker worker() {
    return worker;
  }

  Sweeper sweeper() {
    return new Sweeper(platform.jobs(), platform.queue(), platform.clock(), SWEEP_LIMIT);
  }

  /** Stops the running jobs and gives them back rather than lose them. */
  @Override
  public void close() {
    if (worker.stop(STOP)) {
      worker.close();
      platform.close();
    }
  }
}
