package dev.codexgateway.gcp;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.JobQueue;
import dev.codexgateway.core.job.StoreUnavailableException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bells as messages: the job's id as data, and as the attribute {@code job_id}. */
final class PubSubJobQueue implements JobQueue {
  static final String JOB_ID = "job_id";

  private static final Logger log = LoggerFactory.getLogger(PubSubJobQueue.class);

  private final Publishing bells;
  private final Optional<Publishing> longBells;

  /**
   * @param longBells where jobs ring that may outlast a push delivery
   */
  PubSubJobQueue(Publishing bells, Optional<Publishing> longBells) {
    this.bells = bells;
    this.longBells = longBells;
  }

  @Override
  public void ring(Bell bell) {
    try {
      topic(bell).publish(List.of(message(bell)));
    } catch (StoreUnavailableException e) {
      log.warn("{}: its bell was not rung, the sweeper will: {}", bell.id(), e.getMessage());
    } catch (RuntimeException e) {
      log.error("{}: its bell was not rung, the sweeper will", bell.id(), e);
    }
  }

  private Publishing topic(Bell bell) {
    return longBells
        .filter(_ -> bell.timeout().compareTo(GcpSettings.LONGEST_PUSH) > 0)
        .orElse(bells);
  }

  private static PubsubMessage message(Bell bell) {
    return PubsubMessage.newBuilder()
        .setData(ByteString.copyFromUtf8(bell.id().value()))
        .putAttributes(JOB_ID, bell.id().value())
        .build();
  }
}
