package dev.codexgateway.gcp;

import com.google.api.core.ApiClock;
import com.google.api.gax.batching.BatchingSettings;
import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.retrying.RetrySettings;
import com.google.api.gax.rpc.UnaryCallSettings;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOptions;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.pubsub.v1.MessageReceiver;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.stub.PublisherStubSettings;
import com.google.cloud.pubsub.v1.stub.SubscriberStubSettings;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretManagerServiceSettings;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import dev.codexgateway.gcp.firestore.FirestoreStores;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Google's clients, each made when it is first used: a deployable opens no connection that it does
 * not need. Against an emulator they carry no credentials and no encryption.
 */
final class GcpClients implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GcpClients.class);

  /** For one file; a piece of a large one takes its time. */
  private static final Duration UPLOAD = Duration.ofSeconds(30);

  private static final int STORAGE_CONNECT_MILLIS = 2_000;
  private static final int STORAGE_READ_MILLIS = 10_000;
  private static final List<String> SCOPES =
      List.of("https://www.googleapis.com/auth/cloud-platform");

  private final GcpSettings settings;
  private final CallObserver observer;
  private final InstantSource clock;
  private final Deadlines deadlines;
  private final Lazy<Optional<Credentials>> credentials = new Lazy<>(this::findCredentials);
  private final Lazy<Firestore> firestore = new Lazy<>(this::makeFirestore);
  private final Lazy<TopicAdminClient> topics = new Lazy<>(() -> made(this::makeTopics));
  private final Lazy<SubscriptionAdminClient> subscriptions =
      new Lazy<>(() -> made(this::makeSubscriptions));
  private final Lazy<SecretManagerServiceClient> secrets =
      new Lazy<>(() -> made(this::makeSecrets));
  private final Lazy<Storage> storage = new Lazy<>(this::makeStorage);

  /**
   * @param observer told of every call
   * @param clock dates signatures
   */
  GcpClients(
      GcpSettings settings, CallObserver observer, InstantSource clock, Deadlines deadlines) {
    this.deadlines = deadlines;
    this.settings = settings;
    this.observer = observer;
    this.clock = clock;
  }

  Firestore firestore() {
    return firestore.get();
  }

  /** Publishes, too; every call alone and at once. */
  TopicAdminClient topics() {
    return topics.get();
  }

  SubscriptionAdminClient subscriptions() {
    return subscriptions.get();
  }

  SecretManagerServiceClient secrets() {
    return secrets.get();
  }

  Storage storage() {
    return storage.get();
  }

  /** Not started, and not closed by {@link #close}. */
  Subscriber.Builder subscriber(String subscription, MessageReceiver receiver) {
    Optional<String> emulator = settings.emulators().pubSub();
    return Subscriber.newBuilder(subscription, receiver)
        .setCredentialsProvider(grpcCredentials(emulator))
        .setChannelProvider(
            channels(SubscriberStubSettings.defaultGrpcTransportProviderBuilder(), emulator)
                .setMaxInboundMessageSize(20 * 1024 * 1024)
                .build());
  }

  /** Those that the place gives; empty where there are none. */
  Optional<Credentials> credentials() {
    return credentials.get();
  }

  private Optional<Credentials> findCredentials() {
    try {
      GoogleCredentials found =
          settings.credentialsFile().isPresent()
              ? read(settings.credentialsFile().get())
              : GoogleCredentials.getApplicationDefault();
      return Optional.of(found.createScopedRequired() ? found.createScoped(SCOPES) : found);
    } catch (IOException e) {
      log.info("No credentials of Google Cloud: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static GoogleCredentials read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return GoogleCredentials.fromStream(in);
    } catch (IOException e) {
      throw new IllegalStateException(
          "GOOGLE_APPLICATION_CREDENTIALS: cannot use " + file + " (" + e.getMessage() + ")", e);
    }
  }

  private Credentials requiredCredentials() {
    return credentials()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no credentials of Google Cloud: run as a service account, or set"
                        + " GOOGLE_APPLICATION_CREDENTIALS"));
  }

  private CredentialsProvider grpcCredentials(Optional<String> emulator) {
    return emulator.isPresent()
        ? NoCredentialsProvider.create()
        : FixedCredentialsProvider.create(requiredCredentials());
  }

  private InstantiatingGrpcChannelProvider.Builder channels(
      InstantiatingGrpcChannelProvider.Builder usual, Optional<String> emulator) {
    usual.setInterceptorProvider(() -> List.of(new ObservingInterceptor(observer)));
    emulator.ifPresent(
        host ->
            usual
                .setEndpoint(host)
                .setAttemptDirectPath(false)
                .setChannelConfigurator(channel -> channel.usePlaintext()));
    return usual;
  }

  private Firestore makeFirestore() {
    Optional<String> emulator = settings.emulators().firestore();
    return FirestoreOptions.newBuilder()
        .setProjectId(settings.project())
        .setDatabaseId(settings.database())
        .setRetrySettings(FirestoreStores.retrySettings())
        .setCredentials(
            emulator.isPresent()
                ? new FirestoreOptions.EmulatorCredentials()
                : requiredCredentials())
        .setChannelProvider(
            channels(FirestoreOptions.getDefaultTransportChannelProviderBuilder(), emulator)
                .build())
        .build()
        .getService();
  }

  private TopicAdminClient makeTopics() throws IOException {
    Optional<String> emulator = settings.emulators().pubSub();
    PublisherStubSettings.Builder stub =
        PublisherStubSettings.newBuilder()
            .setCredentialsProvider(grpcCredentials(emulator))
            .setTransportChannelProvider(
                channels(PublisherStubSettings.defaultGrpcTransportProviderBuilder(), emulator)
                    .build());
    // A batch would wait for a second message that seldom comes.
    stub.publishSettings()
        .setBatchingSettings(BatchingSettings.newBuilder().setIsEnabled(false).build());
    stub.applyToAllUnaryMethods(call -> within(call, deadlines.call()));
    within(stub.publishSettings(), deadlines.publish());
    return TopicAdminClient.create(stub.build().createStub());
  }

  private SubscriptionAdminClient makeSubscriptions() throws IOException {
    Optional<String> emulator = settings.emulators().pubSub();
    SubscriptionAdminSettings.Builder builder =
        SubscriptionAdminSettings.newBuilder()
            .setCredentialsProvider(grpcCredentials(emulator))
            .setTransportChannelProvider(
                channels(SubscriberStubSettings.defaultGrpcTransportProviderBuilder(), emulator)
                    .build());
    builder.applyToAllUnaryMethods(call -> within(call, deadlines.call()));
    return SubscriptionAdminClient.create(builder.build());
  }

  private SecretManagerServiceClient makeSecrets() throws IOException {
    Optional<String> emulator = settings.emulators().secretManager();
    SecretManagerServiceSettings.Builder builder =
        SecretManagerServiceSettings.newBuilder()
            .setCredentialsProvider(grpcCredentials(emulator))
            .setTransportChannelProvider(
                channels(
                        SecretManagerServiceSettings.defaultGrpcTransportProviderBuilder(),
                        emulator)
                    .build());
    builder.applyToAllUnaryMethods(call -> within(call, deadlines.call()));
    return SecretManagerServiceClient.create(builder.build());
  }

  private static Void within(UnaryCallSettings.Builder<?, ?> call, Duration limit) {
    call.setRetrySettings(
        RetrySettings.newBuilder()
            .setInitialRetryDelayDuration(Duration.ofMillis(50))
            .setRetryDelayMultiplier(2)
            .setMaxRetryDelayDuration(Duration.ofMillis(400))
            .setInitialRpcTimeoutDuration(limit)
            .setMaxRpcTimeoutDuration(limit)
            .setTotalTimeoutDuration(limit)
            .build());
    return null;
  }

  private Storage makeStorage() {
    Optional<String> emulator = settings.emulators().storage();
    StorageOptions.Builder builder =
        StorageOptions.http()
            .setTransportOptions(
                new ObservedHttp(
                    HttpTransportOptions.newBuilder()
                        .setConnectTimeout(STORAGE_CONNECT_MILLIS)
                        .setReadTimeout(STORAGE_READ_MILLIS),
                    observer))
            .setProjectId(settings.project())
            .setClock(new SignatureClock(clock))
            .setRetrySettings(
                RetrySettings.newBuilder()
                    .setInitialRetryDelayDuration(Duration.ofMillis(200))
                    .setRetryDelayMultiplier(2)
                    .setMaxRetryDelayDuration(Duration.ofSeconds(2))
                    .setTotalTimeoutDuration(UPLOAD)
                    .build())
            .setCredentials(
                emulator.isPresent() ? NoCredentials.getInstance() : requiredCredentials());
    emulator.ifPresent(builder::setHost);
    return builder.build().getService();
  }

  private record SignatureClock(InstantSource clock) implements ApiClock {
    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public long millisTime() {
      return clock.millis();
    }
  }

  @FunctionalInterface
  private interface Maker<T> {
    T make() throws IOException;
  }

  private static <T> T made(Maker<T> maker) {
    try {
      return maker.make();
    } catch (IOException e) {
      throw new IllegalStateException("cannot make a client of Google Cloud: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    topics.ifMade().ifPresent(GcpClients::close);
    subscriptions.ifMade().ifPresent(GcpClients::close);
    secrets.ifMade().ifPresent(GcpClients::close);
    // in order it would wait for listeners that nobody has removed, for minutes
    firestore.ifMade().ifPresent(Firestore::shutdownNow);
    storage.ifMade().ifPresent(GcpClients::close);
  }

  private static void close(AutoCloseable client) {
    try {
      client.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      log.warn("A client did not close: {}", e.toString());
    }
  }
}
