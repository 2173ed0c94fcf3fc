package dev.codexgateway.functions.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexgateway.core.job.JobId;
import java.util.Base64;
import java.util.Optional;
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
  void decode_pushOrEventarc_isTheJob() {
    assertEquals(Optional.of(new PushMessage(ID)), decode(pushOf(ID.value())));
    String eventarc = "{\"message\":{\"data\":\"am9iXzAxazl6djNlMGY4cTJyN3c1eDFjNG42bTli\"}}";
    assertEquals(Optional.of(new PushMessage(ID)), decode(eventarc));
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
  void decode_poison_isEmpty(String body) {
    assertEquals(Optional.empty(), decode(body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"job_", "job_01k9zv3e0f8q2r7w5x1c4n6m9b\n", "JOB_01K9ZV3E0F8Q2R7W5X1C4N6M9B", "x"})
  void decode_noJobId_isEmpty(String data) {
    assertEquals(Optional.empty(), decode(pushOf(data)));
  }

  @Test
  void decode_badUtf8_isEmpty() {
    assertEquals(Optional.empty(), PushMessage.decode(new byte[] {'"', (byte) 0xff, '"'}));
  }

  private static Optional<PushMessage> decode(String body) {
    return PushMessage.decode(body.getBytes(UTF_8));
  }
}
