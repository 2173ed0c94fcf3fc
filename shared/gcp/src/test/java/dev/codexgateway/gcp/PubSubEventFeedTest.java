package dev.codexgateway.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Subscription;
import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.json.Json;
import dev.codexgateway.emulators.PubSubEmulator;
import dev.codexgateway.emulators.junit.SharedEmulators;
import dev.codexgateway.testkit.Concurrently;
import dev.codexgateway.testkit.EventFeedContract;
import dev.codexgateway.testkit.Fixtures;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PubSubEventFeedTest {
  private final Project project = Project.withTopics();
  private final List<PubSubEventFeed> open = new ArrayList<>();
  private final JobId job = JobId.next();

  @AfterEach
  void close() {
    open.forEach(PubSubEventFeed::close);
    project.close();
  }

  private PubSubEventFeed feed() {
    PubSubEventFeed feed =
        new PubSubEventFeed(project.clients(), project.publishing(Project.EVENTS));
    open.add(feed);
    return feed;
  }

  private static Event event(long seq, String text) {
    return new Event(seq, Fixtures.NOW, EventType.STDOUT, Json.quote(text));
  }

  @Nested
  class Contract extends EventFeedContract {
    @Override
    protected EventFeed openFeed() {
      return feed();
    }
  }

  @Test
  void publish_byAnother_isHeard() {
    Queue<Event> heard = new ConcurrentLinkedQueue<>();
    try (EventFeed.Subscription _ = feed().subscribe(job, (_, events) -> heard.addAll(events))) {
      feed().publish(job, List.of(event(1, "x")));

      Concurrently.await("the event", () -> heard.contains(event(1, "x")));
    }
  }

  @Test
  void publish_moreThanAMessageHolds_isSplit() {
    String text = "x".repeat(1024 * 1024);
    List<Event> events = IntStream.rangeClosed(1, 12).mapToObj(i -> event(i, text)).toList();
    Queue<Event> heard = new ConcurrentLinkedQueue<>();
    PubSubEventFeed feed = feed();
    try (EventFeed.Subscription _ = feed.subscribe(job, (_, told) -> heard.addAll(told))) {
      feed.publish(job, events);

      Concurrently.await("all events", () -> heard.size() >= events.size());
      assertEquals(events, List.copyOf(heard));
    }
  }

  @Test
  void encode_tooLargeForAnyMessage_isLeftOut() {
    Event large = event(2, "x".repeat(EventMessages.MAX_BYTES));

    List<PubsubMessage> messages =
        EventMessages.encode(job, List.of(event(1, "a"), large, event(3, "b")));

    assertEquals(1, messages.size());
    assertEquals(
        List.of(event(1, "a"), event(3, "b")),
        EventMessages.decode(messages.getFirst()).orElseThrow().events());
    assertEquals(job.value(), messages.getFirst().getAttributesOrThrow("job_id"));
  }

  @Test
  void decode_stranger_isPassedOver() {
    for (String text : List.of("", "null", "{}", "{\"job_id\":\"x\",\"events\":[]}", "[[[")) {
      PubsubMessage message =
          PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8(text)).build();

      assertTrue(EventMessages.decode(message).isEmpty(), text);
    }
  }

  @Test
  void subscription_isMadeAtTheFirstListenerAndDeletedAtTheEnd() {
    PubSubEventFeed feed = feed();
    assertFalse(exists(feed));

    feed.subscribe(job, (_, _) -> {}).close();

    Subscription made =
        project.clients().subscriptions().getSubscription(feed.subscription().name());
    assertTrue(made.getName().matches(".*/gateway-events-relay-[0-9a-f]{16}"), made.getName());
    assertEquals(24 * 60 * 60, made.getExpirationPolicy().getTtl().getSeconds());
    assertEquals(10 * 60, made.getMessageRetentionDuration().getSeconds());
    assertEquals(10, made.getAckDeadlineSeconds());
    feed.close();
    assertFalse(exists(feed));
  }

  private boolean exists(PubSubEventFeed feed) {
    return ServiceFault.isFound(
        () -> project.clients().subscriptions().getSubscription(feed.subscription().name()));
  }

  @Test
  void subscriptionVanished_isMadeAgain() {
    PubSubEventFeed feed = feed();
    Queue<Event> heard = new ConcurrentLinkedQueue<>();
    try (EventFeed.Subscription _ = feed.subscribe(job, (_, events) -> heard.addAll(events))) {
      project.clients().subscriptions().deleteSubscription(feed.subscription().name());

      awaitLive(feed, heard);
    }
  }

  @Test
  void service_goneForAWhileAndEmptyAfterwards_isHeardAgain() {
    PubSubEmulator first = SharedEmulators.assumeOrFail(PubSubEmulator::start);
    Project own = new Project().with("PUBSUB_EMULATOR_HOST", first.host());
    own.createTopic(Project.EVENTS);
    PubSubEventFeed feed = new PubSubEventFeed(own.clients(), own.publishing(Project.EVENTS));
    Queue<Event> heard = new ConcurrentLinkedQueue<>();
    feed.subscribe(job, (_, events) -> heard.addAll(events));
    awaitLive(feed, heard);
    first.close();

    try (PubSubEmulator _ = PubSubEmulator.start(first.port());
        Project again = new Project(own.id()).with("PUBSUB_EMULATOR_HOST", first.host())) {
      again.createTopic(Project.EVENTS);
      heard.clear();

      awaitLive(feed, heard);
      feed.close();
    } finally {
      own.close();
    }
  }

  private void awaitLive(PubSubEventFeed feed, Queue<Event> heard) {
    Concurrently.await(
        "live events",
        () -> {
          feed.publish(job, List.of(event(2, "live")));
          return heard.contains(event(2, "live"));
        });
  }
}
