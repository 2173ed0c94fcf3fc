package dev.codexgateway.functions.worker.pull;

import com.google.cloud.pubsub.v1.AckReplyConsumer;
import com.google.cloud.pubsub.v1.MessageReceiver;
import com.google.pubsub.v1.PubsubMessage;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.functions.worker.Worker;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the job that a message names, on a thread of its own, and answers the message at its end:
 * acknowledged in the cases in which a push is answered with 204, and given back in those with 503.
 */
final class BellReceiver implements MessageReceiver {
  private static final Logger log = LoggerFactory.getLogger(BellReceiver.class);

  private final Function<JobId, Worker.Answer> worker;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("job-", 0).factory());

  BellReceiver(Function<JobId, Worker.Answer> worker) {
    this.worker = worker;
  }

  @Override
  public void receiveMessage(PubsubMessage message, AckReplyConsumer reply) {
    Optional<JobId> id = JobId.parse(message.getData().toStringUtf8());
    if (id.isPresent()) {
      threads.execute(() -> answer(id.get(), message.getMessageId(), reply));
    } else {
      log.error(
          "Message {} was acknowledged and dropped: its data is not the id of a job",
          message.getMessageId());
      reply.ack();
    }
  }

  private void answer(JobId id, String messageId, AckReplyConsumer reply) {
    if (isDone(id, messageId)) {
      reply.ack();
    } else {
      reply.nack();
    }
  }

  private boolean isDone(JobId id, String messageId) {
    try {
      return switch (worker.apply(id)) {
        case DONE, NOTHING_TO_DO -> true;
        case UNKNOWN_JOB -> {
          log.error("Message {} was acknowledged and dropped: there is no job {}", messageId, id);
          yield true;
        }
        case STOPPING, GIVEN_BACK -> false;
      };
    } catch (StoreUnavailableException e) {
      log.warn("{}: message {} will be redelivered: {}", id, messageId, e.getMessage());
      return false;
    } catch (RuntimeException e) {
      log.error("{}: message {} failed and will be redelivered", id, messageId, e);
      return false;
    }
  }
}
