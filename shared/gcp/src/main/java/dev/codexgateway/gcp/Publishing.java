package dev.codexgateway.gcp;

import com.google.api.core.ApiFuture;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.TopicName;
import dev.codexgateway.core.job.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Publishes to one topic and waits until the service has it. Without ordering keys: a message that
 * carries one is repeated without end where it fails.
 *
 * @param setting the variable that names the topic
 */
record Publishing(
    Supplier<TopicAdminClient> client,
    Deadlines deadlines,
    String project,
    String topic,
    String setting) {
  /** A token that has to be fetched first comes on top of the call. */
  private static final Duration TOKEN = Duration.ofMillis(500);

  /**
   * @throws StoreUnavailableException where the service has not taken it in time
   */
  void publish(List<PubsubMessage> messages) {
    PublishRequest request =
        PublishRequest.newBuilder().setTopic(fullName()).addAllMessages(messages).build();
    try {
      await(client.get().publishCallable().futureCall(request));
    } catch (ExecutionException | TimeoutException e) {
      throw fault().of(e);
    }
  }

  private void await(ApiFuture<?> published) throws ExecutionException, TimeoutException {
    try {
      published.get(deadlines.publish().plus(TOKEN).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      published.cancel(true);
      throw e;
    } catch (InterruptedException e) {
      published.cancel(true);
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("interrupted while publishing", e);
    }
  }

  String fullName() {
    return TopicName.format(project, topic);
  }

  ServiceFault fault() {
    return new ServiceFault(
        "topic " + topic + " of project " + project,
        setting,
        "roles/pubsub.publisher on it",
        "PUBSUB_EMULATOR_HOST");
  }
}
