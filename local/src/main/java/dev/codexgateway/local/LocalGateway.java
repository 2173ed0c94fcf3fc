package dev.codexgateway.local;

import dev.codexgateway.core.config.ConfigException;
import dev.codexgateway.core.config.GatewayConfig;
import dev.codexgateway.core.key.ApiKey;
import dev.codexgateway.core.key.Keyring;
import dev.codexgateway.core.key.Scope;
import dev.codexgateway.core.platform.Component;
import dev.codexgateway.functions.health.HealthFunction;
import dev.codexgateway.functions.jsonrpc.JsonRpcFunction;
import dev.codexgateway.functions.webhook.WebhookFunction;
import dev.codexgateway.functions.worker.Sweeper;
import dev.codexgateway.functions.worker.Worker;
import dev.codexgateway.functions.worker.WorkerSettings;
import dev.codexgateway.functions.worker.process.Orphans;
import dev.codexgateway.functions.worker.process.ProcessRunner;
import dev.codexgateway.hooks.Hooks;
import dev.codexgateway.relay.PortUnavailableException;
import dev.codexgateway.relay.RelayServer;
import dev.codexgateway.relay.RelaySettings;
import dev.codexgateway.relay.Watching;
import dev.codexgateway.relay.watch.WatchLimits;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway on one machine: the functions, the worker and the relay in one process on one port.
 *
 * <p>Start: lock the data directory, read the configuration, open the store, kill what a killed
 * predecessor left running, listen, then work. Stop: refuse new work, stop the jobs and give their
 * leases back, tell the watchers, close the store.
 */
public final class LocalGateway implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LocalGateway.class);
  private static final int SWEEP_LIMIT = 10_000;
  private static final Duration JOBS_STOP = Duration.ofSeconds(8);
  private static final Duration CONNECTIONS_STOP = Duration.ofSeconds(2);
  private static final Duration ORPHANS_GRACE = Duration.ofSeconds(1);

  private final LocalPlatform platform;
  private final LocalApplication application;
  private final RelayServer server;
  private final WorkerPool pool;
  private final InboxKeeper inbox;
  private final EndpointFile endpoint;
  private final CountDownLatch closed = new CountDownLatch(1);
  private boolean closing;

  private LocalGateway(
      LocalPlatform platform,
      LocalApplication application,
      RelayServer server,
      WorkerPool pool,
      InboxKeeper inbox,
      EndpointFile endpoint) {
    this.platform = platform;
    this.application = application;
    this.server = server;
    this.pool = pool;
    this.inbox = inbox;
    this.endpoint = endpoint;
  }

  /**
   * Returns once requests are answered.
   *
   * @param out for the address, and the admin key where one was made
   * @throws StartupException with what the operator must change
   */
  public static LocalGateway start(LocalSettings settings, PrintStream out)
      throws StartupException {
    GatewayConfig config = configuration(settings);
    Hooks hooks = hooks(config);
    LocalPlatform platform = LocalPlatform.open(settings);
    try {
      refuseWithoutSecrets(hooks, platform);
      return start(settings, config, hooks, platform, out);
    } catch (StartupException | RuntimeException e) {
      platform.close();
      throw e;
    }
  }

  /**
   * Reads what {@link #start} would read, and starts nothing.
   *
   * @throws StartupException with every problem, one per line
   */
  public static void check(LocalSettings settings, PrintStream out) throws StartupException {
    GatewayConfig config = configuration(settings);
    int commands = config.commands().all().size();
    int hooks = hooks(config).all().size();
    out.println(
        settings.configFile()
            + ": in order, "
            + commands
            + " commands"
            + (hooks == 0 ? "" : ", " + hooks + " hooks"));
  }

  private static GatewayConfig configuration(LocalSettings settings) throws StartupException {
    try {
      return GatewayConfig.load(settings.configFile());
    } catch (ConfigException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Hooks hooks(GatewayConfig config) throws StartupException {
    try {
      return Hooks.compile(config);
    } catch (ConfigException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    }
  }

  /** A hook that can verify nothing would refuse every delivery, so nobody is to rely on it. */
  private static void refuseWithoutSecrets(Hooks hooks, LocalPlatform platform)
      throws StartupException {
    Map<String, String> flaws = hooks.secretFlaws(platform.secrets());
    if (!flaws.isEmpty()) {
      throw new StartupException(String.join(System.lineSeparator(), flaws.values()));
    }
  }

  private static LocalGateway start(
      LocalSettings settings,
      GatewayConfig config,
      Hooks hooks,
      LocalPlatform platform,
      PrintStream out)
      throws StartupException {
    int killed = Orphans.killLeftBehind(platform.instanceId(), ORPHANS_GRACE).size();
    if (killed > 0) {
      log.warn("Killed {} processes that a former gateway left running", killed);
    }
    Worker worker =
        new Worker(
            platform,
            config.commands(),
            new ProcessRunner(platform.instanceId()),
            WorkerSettings.oneMachine(platform.workDirectory()));
    worker.removeLeftBehind();
    Sweeper sweeper = new Sweeper(platform.jobs(), platform.queue(), platform.clock(), SWEEP_LIMIT);
    WorkerPool pool = new WorkerPool(platform.queue(), worker, sweeper);
    platform.queue().tellRunning(worker::nudge);
    LocalApplication application =
        new LocalApplication(
            new HealthFunction(components(platform, pool)),
            new JsonRpcFunction(platform, config),
            new WebhookFunction(platform, hooks),
            new ArtifactRoute(platform.artifacts(), platform.jobs()));
    RelayServer server = listen(settings, platform, application);
    try {
      EndpointFile endpoint = admit(settings, platform, server.port(), out);
      pool.start(settings.workers());
      InboxKeeper inbox = new InboxKeeper(platform.inboxTrimmer(settings.inbox()));
      inbox.start();
      return new LocalGateway(platform, application, server, pool, inbox, endpoint);
    } catch (IOException e) {
      server.close();
      throw new StartupException("The data directory cannot be written: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static RelayServer listen(
      LocalSettings settings, LocalPlatform platform, LocalApplication application)
      throws StartupException {
    WatchLimits watch = WatchLimits.DEFAULTS.withAllowedOrigins(settings.allowedOrigins());
    try {
      RelayServer server =
          RelayServer.start(
              RelaySettings.DEFAULTS.withAddress(settings.host(), settings.port()).withWatch(watch),
              Watching.of(platform),
              application);
      platform.reachedAt(settings.url(server.port()));
      return server;
    } catch (PortUnavailableException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    }
  }

  private static List<Component> components(LocalPlatform platform, WorkerPool pool) {
    List<Component> components = new ArrayList<>(platform.components());
    components.add(pool.component());
    return components;
  }

  private static EndpointFile admit(
      LocalSettings settings, LocalPlatform platform, int port, PrintStream out)
      throws IOException {
    Optional<String> made = adminKey(settings, platform);
    URI url = platform.url();
    Keyring.Made session =
        platform
            .keyring()
            .unstored(Keyring.ADMIN_OWNER, "command line", Set.of(Scope.ALL), Optional.empty());
    platform.keys().setSession(session.key());
    EndpointFile endpoint =
        EndpointFile.write(
            platform.dataDirectory(), settings.localUrl(port), session.text().text());
    Greeting.print(out, url, made);
    return endpoint;
  }

  /** The key that was made, where none was given or stored. */
  private static Optional<String> adminKey(LocalSettings settings, LocalPlatform platform) {
    if (settings.adminKey().isPresent()) {
      platform.keyring().installAdmin(settings.adminKey().get().text());
      return Optional.empty();
    }
    boolean exists =
        platform.keys().list(Keyring.ADMIN_OWNER).stream().anyMatch(LocalGateway::isAdmin);
    return exists
        ? Optional.empty()
        : Optional.of(
            platform
                .keyring()
                .make(Keyring.ADMIN_OWNER, "first admin key", Set.of(Scope.ALL), Optional.empty())
                .text()
                .text());
  }

  private static boolean isAdmin(ApiKey key) {
    return key.revokedAt().isEmpty() && key.scopes().contains(Scope.ALL);
  }

  /** Where it listens. */
  public URI url() {
    return platform.url();
  }

  /** Returns when the gateway was closed. */
  public void awaitTermination() throws InterruptedException {
    closed.await();
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
    }
    application.drain();
    if (!pool.stop(JOBS_STOP)) {
      log.warn("Some jobs did not stop in time; the next start takes care of them");
    }
    server.drain(CONNECTIONS_STOP);
    server.close();
    pool.close();
    inbox.close();
    try {
      endpoint.close();
    } catch (IOException e) {
      log.warn("endpoint.json stays behind: {}", e.getMessage());
    }
    platform.close();
    closed.countDown();
  }
}
