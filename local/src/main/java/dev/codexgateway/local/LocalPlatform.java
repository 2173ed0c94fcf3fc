package dev.codexgateway.local;

import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.core.hook.DeliveryStore;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.key.Keyring;
import dev.codexgateway.core.key.TicketStore;
import dev.codexgateway.core.platform.Component;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.local.store.DataDirectory;
import dev.codexgateway.local.store.FileArtifactStore;
import dev.codexgateway.local.store.InboxLimits;
import dev.codexgateway.local.store.InboxTrimmer;
import dev.codexgateway.local.store.LocalSecretStore;
import dev.codexgateway.local.store.MemoryEventFeed;
import dev.codexgateway.local.store.MemoryTicketStore;
import dev.codexgateway.local.store.SqliteApiKeyStore;
import dev.codexgateway.local.store.SqliteDatabase;
import dev.codexgateway.local.store.SqliteDeliveryStore;
import dev.codexgateway.local.store.SqliteJobStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** The ports on one machine: SQLite, files and memory, all under one data directory. */
final class LocalPlatform implements Platform {
  private final DataDirectory directory;
  private final SqliteDatabase database;
  private final InstantSource clock = InstantSource.system();
  private final SqliteJobStore jobs;
  private final SqliteDeliveryStore deliveries;
  private final SessionKeyStore keys;
  private final Keyring keyring;
  private final FileArtifactStore artifacts;
  private final MemoryEventFeed feed = new MemoryEventFeed();
  private final LocalSecretStore secrets;
  private final LocalDoorbell doorbell = new LocalDoorbell();
  private final MemoryTicketStore tickets = new MemoryTicketStore(clock);
  private volatile URI url;

  private LocalPlatform(
      DataDirectory directory, SqliteDatabase database, LocalSecretStore secrets, URI url) {
    this.directory = directory;
    this.database = database;
    this.secrets = secrets;
    this.url = url;
    jobs = new SqliteJobStore(database, clock);
    deliveries = new SqliteDeliveryStore(database, jobs, clock);
    keys = new SessionKeyStore(new SqliteApiKeyStore(database));
    keyring = new Keyring(keys, directory.pepper(), clock);
    artifacts =
        new FileArtifactStore(
            directory.artifacts(), directory.derivedKey("artifact urls"), this::url, clock);
  }

  /**
   * Takes the data directory for this process. The leases of a former one are void with it.
   *
   * @throws StartupException with one clear line
   */
  static LocalPlatform open(LocalSettings settings) throws StartupException {
    try {
      LocalSecretStore secrets =
          new LocalSecretStore(settings.secretVariables(), settings.secretsDirectory());
      return open(DataDirectory.open(settings.dataDirectory()), secrets, settings.url());
    } catch (IllegalStateException | StoreUnavailableException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    }
  }

  private static LocalPlatform open(DataDirectory directory, LocalSecretStore secrets, URI url) {
    try {
      return open(directory, SqliteDatabase.open(directory.databaseFile()), secrets, url);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private static LocalPlatform open(
      DataDirectory directory, SqliteDatabase database, LocalSecretStore secrets, URI url) {
    try {
      LocalPlatform platform = new LocalPlatform(directory, database, secrets, url);
      platform.jobs.expireLeases();
      return platform;
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  @Override
  public JobStore jobs() {
    return jobs;
  }

  @Override
  public LocalDoorbell queue() {
    return doorbell;
  }

  @Override
  public EventFeed feed() {
    return feed;
  }

  @Override
  public FileArtifactStore artifacts() {
    return artifacts;
  }

  @Override
  public SessionKeyStore keys() {
    return keys;
  }

  @Override
  public Keyring keyring() {
    return keyring;
  }

  @Override
  public TicketStore tickets() {
    return tickets;
  }

  @Override
  public LocalSecretStore secrets() {
    return secrets;
  }

  @Override
  public DeliveryStore deliveries() {
    return deliveries;
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public String instanceId() {
    return directory.instanceId();
  }

  @Override
  public List<Component> components() {
    return List.of(database);
  }

  InboxTrimmer inboxTrimmer(InboxLimits limits) {
    return new InboxTrimmer(database, clock, limits);
  }

  Path dataDirectory() {
    return directory.root();
  }

  Path workDirectory() {
    return directory.root().resolve("work");
  }

  /** How the outside reaches the gateway. */
  URI url() {
    return url;
  }

  /** Known for sure once the server listens, where any free port was asked for. */
  void reachedAt(URI actual) {
    url = actual;
  }

  @Override
  public void close() {
    database.close();
    directory.close();
  }
}
