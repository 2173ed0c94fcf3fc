package dev.codexgateway.gcp;

import com.google.api.core.ApiService;
import com.google.api.gax.batching.FlowControlSettings;
import com.google.api.gax.core.InstantiatingExecutorProvider;
import com.google.cloud.pubsub.v1.AckReplyConsumer;
import com.google.cloud.pubsub.v1.MessageReceiver;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.pubsub.v1.ExpirationPolicy;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.SubscriptionName;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's own subscription to the events topic. It is made at the first need and deleted at
 * the end; what a killed process leaves behind expires after a day. Where it vanishes, or cannot be
 * made, it is made again for as long as this is open. What was published meanwhile is missed, as a
 * feed may: watchers find out by the numbers, or by asking the store after a while of silence.
 */
final class EventSubscription implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventSubscription.class);

  /** The shortest that the service allows; nothing here takes longer than a moment. */
  private static final int ACK_SECONDS = 10;

  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final Duration EXPIRES = Duration.ofDays(1);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);
  private static final Duration STOP = Duration.ofSeconds(2);

  /** Messages in the hands of this process, so that a flood stays at the service. */
  private static final long MAX_OUTSTANDING = 1_000;

  private static final long MAX_OUTSTANDING_BYTES = 64L * 1024 * 1024;

  private final GcpClients clients;
  private final Publishing events;
  private final SubscriptionName name;
  private final Consumer<PubsubMessage> receiver;
  private State state = State.UNUSED;
  private @Nullable Subscriber subscriber;

  private enum State {
    UNUSED,
    OPEN,
    /** A thread tries to open it again. */
    BROKEN,
    CLOSED
  }

  /**
   * @param receiver called on one thread, message by message; what it throws is logged
   */
  EventSubscription(GcpClients clients, Publishing events, Consumer<PubsubMessage> receiver) {
    this.clients = clients;
    this.events = events;
    this.receiver = receiver;
    String random = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    this.name = SubscriptionName.of(events.project(), events.topic() + "-relay-" + random);
  }

  SubscriptionName name() {
    return name;
  }

  /**
   * Returns once messages published from now on arrive; or at once where the service cannot be
   * reached, which is logged and tried again.
   */
  synchronized void open() {
    if (state == State.UNUSED && !tryOpen()) {
      keepTrying();
    }
  }

  private boolean tryOpen() {
    try {
      create();
      subscriber = receive();
      state = State.OPEN;
      return true;
    } catch (RuntimeException e) {
      log.warn("No live events for now: {}", events.fault().explain(e));
      return false;
    }
  }

  private void create() {
    if (ServiceFault.isFound(() -> clients.subscriptions().getSubscription(name))) {
      return;
    }
    clients
        .subscriptions()
        .createSubscription(
            Subscription.newBuilder()
                .setName(name.toString())
                .setTopic(events.fullName())
                .setAckDeadlineSeconds(ACK_SECONDS)
                .setMessageRetentionDuration(protobuf(KEPT))
                .setExpirationPolicy(ExpirationPolicy.newBuilder().setTtl(protobuf(EXPIRES)))
                .build());
  }

  private static com.google.protobuf.Duration protobuf(Duration duration) {
    return com.google.protobuf.Duration.newBuilder().setSeconds(duration.toSeconds()).build();
  }

  private Subscriber receive() {
    MessageReceiver guarded = this::receive;
    Subscriber opened =
        clients
            .subscriber(name.toString(), guarded)
            .setParallelPullCount(1)
            .setExecutorProvider(
                InstantiatingExecutorProvider.newBuilder().setExecutorThreadCount(1).build())
            .setFlowControlSettings(
                FlowControlSettings.newBuilder()
                    .setMaxOutstandingElementCount(MAX_OUTSTANDING)
                    .setMaxOutstandingRequestBytes(MAX_OUTSTANDING_BYTES)
                    .build())
            .build();
    opened.addListener(new Failures(opened), Runnable::run);
    opened.startAsync();
    return opened;
  }

  private void receive(PubsubMessage message, AckReplyConsumer reply) {
    try {
      receiver.accept(message);
    } catch (RuntimeException e) {
      log.error("Message {} of the events topic failed and is dropped", message.getMessageId(), e);
    } finally {
      reply.ack();
    }
  }

  /**
   * The client itself connects again; what it gives up on, for instance that it is gone, ends here.
   */
  private final class Failures extends ApiService.Listener {
    private final Subscriber watched;

    Failures(Subscriber watched) {
      this.watched = watched;
    }

    @Override
    public void failed(ApiService.State from, Throwable failure) {
      log.warn("The subscription {} broke off: {}", name.getSubscription(), failure.toString());
      broken(watched);
    }
  }

  private synchronized void broken(Subscriber failed) {
    if (state == State.OPEN && failed.equals(subscriber)) {
      keepTrying();
    }
  }

  private void keepTrying() {
    state = State.BROKEN;
    Thread.ofVirtual().name("events-subscription").start(this::tryUntilOpen);
  }

  private void tryUntilOpen() {
    try {
      do {
        Thread.sleep(BETWEEN_TRIES);
      } while (!opensAgain());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether to stop trying. */
  private synchronized boolean opensAgain() {
    if (state != State.BROKEN) {
      return true;
    }
    boolean opened = tryOpen();
    if (opened) {
      log.info("Live events again, by the subscription {}", name.getSubscription());
    }
    return opened;
  }

  @Override
  public void close() {
    Subscriber running;
    synchronized (this) {
      if (state == State.UNUSED || state == State.CLOSED) {
        state = State.CLOSED;
        return;
      }
      state = State.CLOSED;
      running = subscriber;
    }
    if (running != null) {
      stop(running);
    }
    delete();
  }

  private void stop(Subscriber running) {
    try {
      running.stopAsync().awaitTerminated(STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | IllegalStateException e) {
      log.debug("The subscriber did not stop in order", e);
    }
  }

  private void delete() {
    try {
      clients.subscriptions().deleteSubscription(name);
    } catch (RuntimeException e) {
      log.warn(
          "The subscription {} was not deleted and expires in a day: {}",
          name.getSubscription(),
          e.toString());
    }
  }
}
