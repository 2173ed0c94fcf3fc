package dev.codexgateway.functions.worker.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.cloud.pubsub.v1.AckReplyConsumer;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.functions.worker.Worker;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class BellReceiverTest {
  private static final JobId ID = JobId.next();

  @ParameterizedTest
  @CsvSource({
    "DONE, ack",
    "NOTHING_TO_DO, ack",
    "UNKNOWN_JOB, ack",
    "STOPPING, nack",
    "GIVEN_BACK, nack"
  })
  void message_isAnsweredByWhatBecameOfTheJob(Worker.Answer answer, String reply) {
    assertEquals(reply, reply(ID.value(), _ -> answer));
  }

  @Test
  void message_failure_isGivenBack() {
    assertEquals(
        "nack",
        reply(
            ID.value(),
            _ -> {
              throw new StoreUnavailableException("for a test");
            }));
    assertEquals(
        "nack",
        reply(
            ID.value(),
            _ -> {
              throw new IllegalStateException("for a test");
            }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "job_"})
  void message_poison_isAcknowledgedUnseen(String data) {
    assertEquals(
        "ack",
        reply(
            data,
            _ -> {
              throw new AssertionError("nobody asks the worker");
            }));
  }

  private static String reply(String data, Function<JobId, Worker.Answer> worker) {
    CompletableFuture<String> reply = new CompletableFuture<>();
    AckReplyConsumer consumer =
        new AckReplyConsumer() {
          @Override
          public void ack() {
            reply.complete("ack");
          }

          @Override
          public void nack() {
            reply.complete("nack");
          }
        };
    PubsubMessage message =
        PubsubMessage.newBuilder().setData(ByteString.copyFromUtf8(data)).setMessageId("1").build();
    new BellReceiver(worker).receiveMessage(message, consumer);
    return reply.join();
  }
}
