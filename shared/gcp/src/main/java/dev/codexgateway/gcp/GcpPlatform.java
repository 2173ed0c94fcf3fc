package dev.codexgateway.gcp;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.PermissionDeniedException;
import dev.codexgateway.core.artifact.ArtifactStore;
import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.core.hook.DeliveryStore;
import dev.codexgateway.core.job.JobQueue;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.key.ApiKeyStore;
import dev.codexgateway.core.key.Keyring;
import dev.codexgateway.core.key.TicketStore;
import dev.codexgateway.core.platform.Component;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.core.secret.Secret;
import dev.codexgateway.core.secret.SecretStore;
import dev.codexgateway.gcp.firestore.FirestoreStores;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports on Firestore, Pub/Sub, Cloud Storage and Secret Manager. */
final class GcpPlatform implements Platform {
  private static final Logger log = LoggerFactory.getLogger(GcpPlatform.class);
  private static final int MIN_PEPPER_BYTES = 32;
  private static final int SECRET_ATTEMPTS = 5;

  /** A service that takes longer at a start is left to the first request. */
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  private final GcpSettings settings;
  private final ServerClock clock = new ServerClock();
  private final GcpClients clients;
  private final Publishing bells;
  private final PubSubJobQueue queue;
  private final PubSubEventFeed relayFeed;
  private final SecretStore secrets;
  private final Lazy<FirestoreStores> stores;
  private final Lazy<EventFeed> feed;
  private final Lazy<StorageArtifactStore> artifacts;
  private final Lazy<Keys> keys;

  private record Keys(ApiKeyStore store, Keyring keyring) {}

  /** Opens nothing yet. */
  GcpPlatform(GcpSettings settings, CallObserver observer) {
    this.settings = settings;
    clients = new GcpClients(settings, observer, clock, Deadlines.STANDARD);
    bells = publishing(settings.jobsTopic(), "GATEWAY_JOBS_TOPIC");
    queue =
        new PubSubJobQueue(
            bells,
            settings.longJobsTopic().map(topic -> publishing(topic, "GATEWAY_LONG_JOBS_TOPIC")));
    relayFeed =
        new PubSubEventFeed(clients, publishing(settings.eventsTopic(), "GATEWAY_EVENTS_TOPIC"));
    secrets =
        new CachedSecretStore(new SecretManagerStore(clients::secrets, settings.project()), clock);
    stores =
        new Lazy<>(() -> new FirestoreStores(clients.firestore(), clock, settings.retention()));
    feed = new Lazy<>(() -> new DocumentEventFeed(relayFeed, jobs(), stores.get()::follow));
    artifacts = new Lazy<>(this::openArtifacts);
    keys = new Lazy<>(this::openKeys);
  }

  private Publishing publishing(String topic, String setting) {
    return new Publishing(clients::topics, Deadlines.STANDARD, settings.project(), topic, setting);
  }

  /**
   * Opens the connections that this deployable will need, by one cheap call on each. A service that
   * does not answer is left to the first request.
   *
   * @throws IllegalStateException where no request can ever succeed
   */
  void warm() {
    List<FutureTask<Boolean>> calls =
        Stream.<FutureTask<Boolean>>of(
                new FutureTask<>(() -> stores.get().warmUp()),
                new FutureTask<>(this::isQueueReady),
                new FutureTask<>(() -> settings.bucket().isEmpty() || artifacts.get().isReady()))
            .toList();
    calls.forEach(Thread::startVirtualThread);
    calls.forEach(GcpPlatform::await);
  }

  private static void await(FutureTask<Boolean> call) {
    try {
      if (!call.get(WARM_UP.toMillis(), TimeUnit.MILLISECONDS)) {
        log.warn("A service did not answer at the start; requests will try again");
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IllegalStateException setting) {
        throw setting;
      }
      log.warn("A service did not answer at the start: {}", String.valueOf(e.getCause()));
    } catch (TimeoutException e) {
      log.warn("A service did not answer at the start; requests will try again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public JobStore jobs() {
    return stores.get().jobs();
  }

  @Override
  public JobQueue queue() {
    return queue;
  }

  @Override
  public EventFeed feed() {
    return feed.get();
  }

  @Override
  public EventFeed relayFeed() {
    return relayFeed;
  }

  /**
   * @throws IllegalStateException where no bucket is set
   */
  @Override
  public ArtifactStore artifacts() {
    return artifacts.get();
  }

  private StorageArtifactStore openArtifacts() {
    String bucket =
        settings
            .bucket()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "GATEWAY_BUCKET is not set: the bucket for the files that jobs leave"));
    return new StorageArtifactStore(
        clients::storage, clients::credentials, bucket, settings.emulators().storage(), clock);
  }

  @Override
  public ApiKeyStore keys() {
    return keys.get().store();
  }

  /**
   * @throws IllegalStateException where a secret is missing, too short, or may not be read
   */
  @Override
  public Keyring keyring() {
    return keys.get().keyring();
  }

  private Keys openKeys() {
    byte[] pepper = pepper();
    Secret admin = required(settings.apiKeySecret(), "GATEWAY_API_KEY_SECRET");
    if (!AdminKeyStore.isKey(admin)) {
      throw new IllegalStateException(AdminKeyStore.demand(settings.apiKeySecret()));
    }
    ApiKeyStore store =
        new AdminKeyStore(
            stores.get().keys(), secrets, settings.apiKeySecret(), pepper, clock.instant());
    return new Keys(store, new Keyring(store, pepper, clock));
  }

  private byte[] pepper() {
    byte[] pepper = required(settings.pepperSecret(), "GATEWAY_PEPPER_SECRET").bytes();
    if (pepper.length < MIN_PEPPER_BYTES) {
      throw new IllegalStateException(
          "secret " + settings.pepperSecret() + " must have at least 32 bytes");
    }
    return pepper;
  }

  private Secret required(String name, String setting) {
    return findPatiently(name)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "secret "
                        + name
                        + " of project "
                        + settings.project()
                        + " does not exist or has no enabled version; check "
                        + setting));
  }

  /** The first call of a process on a slow machine takes longer than a call may later. */
  private Optional<Secret> findPatiently(String name) {
    for (int attempt = 1; ; attempt++) {
      try {
        return secrets.find(name);
      } catch (StoreUnavailableException e) {
        if (attempt == SECRET_ATTEMPTS) {
          throw new IllegalStateException(e.getMessage(), e);
        }
      }
    }
  }

  @Override
  public TicketStore tickets() {
    return stores.get().tickets();
  }

  @Override
  public SecretStore secrets() {
    return secrets;
  }

  @Override
  public DeliveryStore deliveries() {
    return stores.get().deliveries();
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public String instanceId() {
    return WorkPlace.id(settings.workDirectory());
  }

  @Override
  public List<Component> components() {
    List<Component> components = new ArrayList<>();
    components.add(stores.get().component());
    components.add(new BoundedComponent("queue", this::isQueueReady));
    if (settings.bucket().isPresent()) {
      components.add(new BoundedComponent("artifacts", () -> artifacts.get().isReady()));
    }
    return List.copyOf(components);
  }

  /** Who may publish need not be allowed to look; the service then says so, and is there. */
  private boolean isQueueReady() {
    try {
      clients.topics().getTopic(bells.fullName());
      return true;
    } catch (PermissionDeniedException _) {
      return true;
    } catch (ApiException _) {
      return false;
    }
  }

  @Override
  public void close() {
    relayFeed.close();
    clients.close();
  }
}
