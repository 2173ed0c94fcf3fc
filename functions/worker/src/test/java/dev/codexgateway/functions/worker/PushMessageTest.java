package dev.codexgateway.functions.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.codexgateway.core.job.JobId;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PushMessageTest {
  private static final JobId ID = new JobId("job_01k9zv3e0f8q2r7w5x1c4n6m9b");

  static String pushOf(String data) {
    String base64 = Base64.getEncoder().encodeToString(data.getBytes(UTF_8));
    return "{\"message\":{\"attributes\":{\"k\":\"v\"},\"data\":\""
        + base64
        + "\",\"messageId\":\"1\",\"message_id\":\"1\",\"publishTime\":\"2026-03-01T12:00:00Z\"},"
        + "\"subscription\":\"projects/p/subscriptions/s\",\"deliveryAttempt\":1}";
  }

  @Test
  void decode_push_isTheJob() {
    assertEquals(new PushMessage.Ring("1", ID), decode(pushOf(ID.value())));
  }

  /** As https://cloud.google.com/eventarc/docs/cloudevents has it. */
  @Test
  void decode_eventarc_isTheJobInBothForms() {
    String data =
        """
        {
          "subscription": "projects/p/subscriptions/eventarc-us-central1-t-sub-1",
          "message": {
            "attributes": {"job_id": "job_01k9zv3e0f8q2r7w5x1c4n6m9b"},
            "data": "am9iXzAxazl6djNlMGY4cTJyN3c1eDFjNG42bTli",
            "messageId": "2070443601311540",
            "message_id": "2070443601311540",
            "publishTime": "2026-02-26T19:13:55.749Z",
            "publish_time": "2026-02-26T19:13:55.749Z"
          }
        }
        """;
    assertEquals(new PushMessage.Ring("2070443601311540", ID), decode(data));
    String structured =
        """
        {
          "specversion": "1.0",
          "id": "2070443601311540",
          "source": "//pubsub.googleapis.com/projects/p/topics/gateway-jobs",
          "type": "google.cloud.pubsub.topic.v1.messagePublished",
          "datacontenttype": "application/json",
          "data": %s
        }
        """
            .formatted(data);
    assertEquals(new PushMessage.Ring("2070443601311540", ID), decode(structured));
  }

  @Test
  void decode_poison_namesItsMessage() {
    assertEquals(
        new PushMessage.Poison("1", "its data is not the id of a job"), decode(pushOf("x")));
    assertEquals(new PushMessage.Poison("unknown", "it is not JSON"), decode("x"));
    assertEquals(new PushMessage.Poison("unknown", "it has no message"), decode("{}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "null", "\"\"", "\"a b\"", "\"a\\nERROR\"", "[]"})
  void decode_messageIdOfNoForm_isNotKept(String id) {
    String push =
        "{\"message\":{\"data\":\"am9iXzAxazl6djNlMGY4cTJyN3c1eDFjNG42bTli\",\"messageId\":%s}}"
            .formatted(id);
    assertEquals(new PushMessage.Ring("unknown", ID), decode(push));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "null",
        "[]",
        "7",
        "{}",
        "{\"message\":null}",
        "{\"message\":[]}",
        "{\"message\":{}}",
        "{\"message\":{\"data\":null}}",
        "{\"message\":{\"data\":7}}",
        "{\"message\":{\"data\":[\"am9i\"]}}",
        "{\"message\":{\"data\":\"\"}}",
        "{\"message\":{\"data\":\"not base64!\"}}",
        "{\"message\":{\"data\":\"am9iXzAxazl6djNlMGY4cTJyN3c1eDFjNG42bTli\"}} trailing",
        "{\"message\":{\"data\":\"/////w==\"}}",
      })
  void decode_poison_isTold(String body) {
    assertInstanceOf(PushMessage.Poison.class, decode(body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"job_", "job_01k9zv3e0f8q2r7w5x1c4n6m9b\n", "JOB_01K9ZV3E0F8Q2R7W5X1C4N6M9B", "x"})
  void decode_noJobId_isPoison(String data) {
    assertInstanceOf(PushMessage.Poison.class, decode(pushOf(data)));
  }

  @Test
  void decode_badUtf8_isPoison() {
    assertInstanceOf(
        PushMessage.Poison.class, PushDecoder.decode(new byte[] {'"', (byte) 0xff, '"'}));
  }

  private static PushMessage decode(String body) {
    return PushDecoder.decode(body.getBytes(UTF_8));
  }
}
