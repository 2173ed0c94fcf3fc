package dev.codexgateway.gcp;

import com.google.pubsub.v1.PubsubMessage;
import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.StoreUnavailableException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events over Pub/Sub, heard by one subscription of this process: for who follows many jobs. */
final class PubSubEventFeed implements EventFeed, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PubSubEventFeed.class);

  private final Publishing topic;
  private final Listeners listeners = new Listeners();
  private final EventSubscription subscription;

  PubSubEventFeed(GcpClients clients, Publishing topic) {
    this.topic = topic;
    this.subscription = new EventSubscription(clients, topic, this::hear);
  }

  /** The subscription of this process, for tests. */
  EventSubscription subscription() {
    return subscription;
  }

  @Override
  public void publish(JobId jobId, List<Event> events) {
    try {
      for (PubsubMessage message : EventMessages.encode(jobId, events)) {
        topic.publish(List.of(message));
      }
    } catch (StoreUnavailableException e) {
      log.warn("{}: events were stored but not published: {}", jobId, e.getMessage());
    } catch (RuntimeException e) {
      log.error("{}: events were stored but not published", jobId, e);
    }
  }

  @Override
  public Subscription subscribe(JobId jobId, Listener listener) {
    Listeners.Registration registration = listeners.add(jobId, listener);
    subscription.open();
    return () -> listeners.remove(registration);
  }

  private void hear(PubsubMessage message) {
    EventMessages.decode(message).ifPresent(told -> listeners.tell(told.jobId(), told.events()));
  }

  @Override
  public void close() {
    subscription.close();
  }
}
