package dev.codexgateway.gcp.firestore;

import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.firestore.Firestore;
import dev.codexgateway.core.event.EventFeed.Subscription;
import dev.codexgateway.core.hook.DeliveryStore;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.key.ApiKeyStore;
import dev.codexgateway.core.key.TicketStore;
import dev.codexgateway.core.platform.Component;
import dev.codexgateway.gcp.ServerClock;
import dev.codexgateway.gcp.firestore.Calls.Observer;
import java.time.Duration;
import java.util.function.LongConsumer;

/** The ports that Firestore serves, on one client. They have no threads and need no closing. */
public final class FirestoreStores {
  /** For one call of a port, so that a caller is answered within 2.5 s in all. */
  private static final Duration PATIENCE = Duration.ofMillis(1900);

  /** The first request of a process also opens the connection, which may take longer. */
  private static final int WARM_UP_TRIES = 5;

  private final StoreComponent component;
  private final JobStore jobs;
  private final ApiKeyStore keys;
  private final TicketStore tickets;
  private final JobEnds ends;
  private final DeliveryStore deliveries;

  /**
   * @param client opened with {@link #retrySettings}, and closed by who opened it
   * @param clock learns the server's time from every answer
   * @param retention how long a job, its log and its artifacts' names are kept from its creation
   */
  public FirestoreStores(Firestore client, ServerClock clock, Duration retention) {
    this(new Calls(client, PATIENCE, clock::heard, Observer.NONE), clock, retention);
  }

  FirestoreStores(Calls calls, ServerClock clock, Duration retention) {
    component = new StoreComponent(calls);
    jobs = new FirestoreJobStore(calls, clock, retention);
    keys = new FirestoreApiKeyStore(calls);
    ends = new JobEnds(calls.client());
    tickets = new FirestoreTicketStore(calls, clock);
    deliveries = new FirestoreDeliveryStore(calls, clock, retention);
  }

  /**
   * What the client must be opened with: by itself it goes on trying for a minute or more after the
   * caller was told that there is no answer, and an outage would fill the memory with such calls.
   */
  public static RetrySettings retrySettings() {
    return RetrySettings.newBuilder()
        .setInitialRetryDelayDuration(Duration.ofMillis(50))
        .setRetryDelayMultiplier(2)
        .setMaxRetryDelayDuration(Duration.ofMillis(400))
        .setInitialRpcTimeoutDuration(PATIENCE)
        .setRpcTimeoutMultiplier(1)
        .setMaxRpcTimeoutDuration(PATIENCE)
        .setTotalTimeoutDuration(PATIENCE)
        .build();
  }

  /**
   * Opens the connection and learns the server's time, for a process that starts. Takes ten seconds
   * at most.
   *
   * @return whether the database answered; where it did not, the stores will try again when used
   */
  public boolean warmUp() {
    for (int i = 0; i < WARM_UP_TRIES; i++) {
      if (component.isReady(PATIENCE)) {
        return true;
      }
    }
    return false;
  }

  public JobStore jobs() {
    return jobs;
  }

  /**
   * Calls back once or more, on a thread of the client, when the job has ended; at once where it
   * had ended before. The document need not exist yet.
   *
   * @param onEnd takes the number of the job's last event
   */
  public Subscription follow(JobId id, LongConsumer onEnd) {
    return ends.follow(id, onEnd)::remove;
  }

  public ApiKeyStore keys() {
    return keys;
  }

  public TicketStore tickets() {
    return tickets;
  }

  public DeliveryStore deliveries() {
    return deliveries;
  }

  /** {@code store}: answers within a second whether the database can be read. */
  public Component component() {
    return component;
  }
}
