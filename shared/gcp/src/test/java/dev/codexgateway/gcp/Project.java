package dev.codexgateway.gcp;

import com.google.api.gax.rpc.DeadlineExceededException;
import com.google.pubsub.v1.ProjectSubscriptionName;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.TopicName;
import dev.codexgateway.emulators.junit.SharedEmulators;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A project of its own on the shared emulators, with clients to look at what was done. */
final class Project implements AutoCloseable {
  static final String TOPIC = "gateway-jobs";
  static final String LONG_TOPIC = "gateway-long-jobs";
  static final String EVENTS = "gateway-events";

  /** Longer than anything takes on a busy machine. */
  static final Deadlines GENEROUS = new Deadlines(Duration.ofSeconds(30), Duration.ofSeconds(30));

  private final Map<String, String> env = new HashMap<>();
  private final String id;
  private final Lazy<GcpClients> clients = new Lazy<>(() -> clients(GENEROUS));

  Project() {
    this(SharedEmulators.newProject());
  }

  Project(String id) {
    this.id = id;
    env.put("GATEWAY_PROJECT", id);
  }

  /** With Pub/Sub and its topics. */
  static Project withTopics() {
    Project project = new Project().with("PUBSUB_EMULATOR_HOST", SharedEmulators.pubSub().host());
    List.of(TOPIC, LONG_TOPIC, EVENTS).forEach(project::createTopic);
    return project;
  }

  Project with(String variable, String value) {
    env.put(variable, value);
    return this;
  }

  String id() {
    return id;
  }

  Map<String, String> env() {
    return env;
  }

  GcpSettings settings() {
    return GcpSettings.from(env);
  }

  /** More clients, with other deadlines than those of the test itself. */
  GcpClients clients(Deadlines deadlines) {
    return new GcpClients(settings(), CallObserver.NONE, InstantSource.system(), deadlines);
  }

  GcpClients clients() {
    return clients.get();
  }

  void createTopic(String topic) {
    clients().topics().createTopic(TopicName.of(id, topic));
  }

  Publishing publishing(String topic) {
    return new Publishing(clients()::topics, GENEROUS, id, topic, "GATEWAY_JOBS_TOPIC");
  }

  void subscribe(String topic, String name) {
    clients()
        .subscriptions()
        .createSubscription(
            Subscription.newBuilder()
                .setName(ProjectSubscriptionName.format(id, name))
                .setTopic(TopicName.format(id, topic))
                .setAckDeadlineSeconds(60)
                .build());
  }

  /** The next messages of a subscription, acknowledged; none after that long. */
  List<PubsubMessage> pull(String subscription, Duration patience) {
    String name = ProjectSubscriptionName.format(id, subscription);
    long deadline = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < deadline) {
      List<ReceivedMessage> received = pull(name);
      if (!received.isEmpty()) {
        clients()
            .subscriptions()
            .acknowledge(name, received.stream().map(message -> message.getAckId()).toList());
        return received.stream().map(message -> message.getMessage()).toList();
      }
    }
    return List.of();
  }

  private List<ReceivedMessage> pull(String name) {
    try {
      return clients()
          .subscriptions()
          .pullCallable()
          .call(PullRequest.newBuilder().setSubscription(name).setMaxMessages(1000).build())
          .getReceivedMessagesList();
    } catch (DeadlineExceededException _) {
      return List.of(); // nothing came within the client's deadline
    }
  }

  @Override
  public void close() {
    clients.ifMade().ifPresent(GcpClients::close);
  }
}
