package dev.codexgateway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.core.event.EventFeed.Subscription;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link EventFeed} does while nothing is broken. */
public abstract class EventFeedContract {
  private final JobId job = JobId.next();
  private EventFeed feed;

  /** A feed without subscribers. Called once per test. */
  protected abstract EventFeed openFeed() throws Exception;

  @BeforeEach
  final void openQuietFeed() throws Exception {
    feed = openFeed();
  }

  @Test
  void publish_subscribed_arrivesAsItWas() {
    Ear ear = new Ear();
    try (Subscription _ = feed.subscribe(job, ear)) {
      Event event = new Event(7, Fixtures.NOW, EventType.STDOUT, Json.quote(Fixtures.AWKWARD_TEXT));

      feed.publish(job, List.of(event, event(8)));

      ear.awaitEvents(2);
      assertEquals(List.of(event, event(8)), ear.events());
    }
  }

  @Test
  void publish_severalSubscribers_eachHearsAll() {
    List<Ear> ears = List.of(new Ear(), new Ear(), new Ear());
    List<Subscription> open = ears.stream().map(ear -> feed.subscribe(job, ear)).toList();

    feed.publish(job, List.of(event(1)));

    ears.forEach(ear -> ear.awaitEvents(1));
    open.forEach(Subscription::close);
  }

  @Test
  void publish_anotherJob_isNotHeard() {
    Ear ear = new Ear();
    try (Subscription _ = feed.subscribe(job, ear)) {
      feed.publish(JobId.next(), List.of(event(1)));
      feed.publish(job, List.of(event(2)));

      ear.awaitEvents(1);
      assertEquals(List.of(event(2)), ear.events());
    }
  }

  @Test
  void publish_nobodyListens_isNoError() {
    feed.publish(job, List.of(event(1)));
  }

  @Test
  void publish_aListenerThrows_theOthersHear() {
    Ear ear = new Ear();
    Subscription bad =
        feed.subscribe(
            job,
            (_, _) -> {
              throw new IllegalStateException("a listener's own trouble");
            });
    Subscription good = feed.subscribe(job, ear);

    feed.publish(job, List.of(event(1)));
    feed.publish(job, List.of(event(2)));

    ear.awaitEvents(2);
    bad.close();
    good.close();
  }

  @Test
  void close_endsItAndMayBeRepeated() {
    Ear closed = new Ear();
    Ear open = new Ear();
    Subscription first = feed.subscribe(job, closed);
    Subscription second = feed.subscribe(job, open);
    first.close();
    first.close();

    feed.publish(job, List.of(event(1)));

    open.awaitEvents(1);
    assertEquals(List.of(), closed.events());
    second.close();
  }

  @Test
  void close_fromWithinTheListener_isNoError() {
    List<Subscription> own = new ArrayList<>();
    Ear other = new Ear();
    own.add(feed.subscribe(job, (_, _) -> own.forEach(Subscription::close)));
    try (Subscription _ = feed.subscribe(job, other)) {
      feed.publish(job, List.of(event(1)));
      feed.publish(job, List.of(event(2)));

      other.awaitEvents(2);
    }
  }

  @Test
  void publish_manyThreads_loseNothing() {
    Ear ear = new Ear();
    try (Subscription _ = feed.subscribe(job, ear)) {
      Concurrently.call(
          20,
          i -> {
            for (int k = 0; k < 100; k++) {
              feed.publish(job, List.of(event(1 + i * 100 + k)));
            }
            return i;
          });

      ear.awaitEvents(2000);
      assertEquals(
          LongStream.rangeClosed(1, 2000).boxed().toList(),
          ear.events().stream().map(Event::seq).sorted().toList());
    }
  }

  @Test
  void subscribe_whileOthersComeAndGo_hearsEverythingSince() {
    Concurrently.call(
        16,
        i -> {
          for (int k = 0; k < 50; k++) {
            Ear ear = new Ear();
            Event mine = event(1 + i * 50 + k);
            try (Subscription _ = feed.subscribe(job, ear)) {
              feed.publish(job, List.of(mine));
              Concurrently.await("own event", () -> ear.events().contains(mine));
            }
          }
          return i;
        });
  }

  private static Event event(long seq) {
    return new Event(seq, Fixtures.NOW, EventType.STDOUT, "\"x\"");
  }

  private final class Ear implements EventFeed.Listener {
    private final ConcurrentLinkedQueue<Event> heard = new ConcurrentLinkedQueue<>();

    @Override
    public void onEvents(JobId jobId, List<Event> events) {
      assertEquals(job, jobId);
      heard.addAll(events);
    }

    List<Event> events() {
      return List.copyOf(heard);
    }

    void awaitEvents(int count) {
      Concurrently.await(count + " events", () -> heard.size() >= count);
      assertTrue(heard.size() == count, "more than " + count);
    }
  }
}
