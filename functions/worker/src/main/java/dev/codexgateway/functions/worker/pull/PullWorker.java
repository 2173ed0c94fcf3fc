package dev.codexgateway.functions.worker.pull;

import com.google.api.gax.batching.FlowControlSettings;
import com.google.api.gax.core.FixedExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.cloud.pubsub.v1.stub.SubscriberStubSettings;
import com.google.pubsub.v1.ProjectSubscriptionName;
import dev.codexgateway.core.config.ConfigException;
import dev.codexgateway.core.platform.Environment;
import dev.codexgateway.functions.worker.DeployedWorker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker that pulls. The client extends the acknowledgement deadline of a message for as long as
 * its job runs, so a job may take hours; no more messages are fetched than jobs may run at once.
 */
final class PullWorker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PullWorker.class);

  /** What a job's end takes after its time is up: its process, its files, its last write. */
  private static final Duration END = Duration.ofMinutes(10);

  private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);

  private final DeployedWorker worker;
  private final Subscriber subscriber;

  private PullWorker(DeployedWorker worker, Subscriber subscriber) {
    this.worker = worker;
    this.subscriber = subscriber;
  }

  /**
   * Returns once it has begun to pull.
   *
   * @throws IllegalStateException with one clear line that names the wrong or missing setting
   * @throws ConfigException with every problem of {@code gateway.yaml}
   */
  static PullWorker start(Map<String, String> variables) throws ConfigException {
    Environment env = new Environment(variables);
    PullSettings settings = PullSettings.from(env);
    env.check();
    DeployedWorker worker = DeployedWorker.open(variables, settings.longestRun());
    Subscriber subscriber = subscriber(settings, new BellReceiver(worker.worker()::handle));
    subscriber.startAsync().awaitRunning();
    log.info(
        "Pulls from {}, {} jobs at once", subscriber.getSubscriptionNameString(), settings.jobs());
    return new PullWorker(worker, subscriber);
  }

  private static Subscriber subscriber(PullSettings settings, BellReceiver receiver) {
    Subscriber.Builder builder =
        Subscriber.newBuilder(name(settings), receiver)
            .setFlowControlSettings(
                FlowControlSettings.newBuilder()
                    .setMaxOutstandingElementCount((long) settings.jobs())
                    .build())
            .setExecutorProvider(FixedExecutorProvider.create(Executors.newScheduledThreadPool(2)))
            .setMaxAckExtensionPeriodDuration(settings.longestRun().plus(END));
    settings.emulator().ifPresent(host -> useEmulator(builder, host));
    return builder.build();
  }

  private static String name(PullSettings settings) {
    return settings.subscription().contains("/")
        ? settings.subscription()
        : ProjectSubscriptionName.format(settings.project(), settings.subscription());
  }

  private static void useEmulator(Subscriber.Builder builder, String host) {
    builder
        .setCredentialsProvider(NoCredentialsProvider.create())
        .setChannelProvider(
            SubscriberStubSettings.defaultGrpcTransportProviderBuilder()
                .setEndpoint(host)
                .setChannelConfigurator(channel -> channel.usePlaintext())
                .build());
  }

  /**
   * Returns when it was closed.
   *
   * @throws IllegalStateException where it cannot pull any more, for instance because there is no
   *     such subscription
   */
  void awaitEnd() {
    subscriber.awaitTerminated();
  }

  /** Fetches no more, stops the running jobs, gives them and their messages back. */
  @Override
  public void close() {
    subscriber.stopAsync();
    worker.close();
    try {
      subscriber.awaitTerminated(LAST_ANSWERS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | IllegalStateException e) {
      log.warn("Not all messages were given back; they are redelivered when their deadline ends");
    }
  }
}
