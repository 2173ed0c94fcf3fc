package dev.codexgateway.functions.worker;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.json.JsonProblem;
import dev.codexgateway.core.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A Pub/Sub push message: {@code {"message":{"data":"<base64 of the job id>","messageId":"…"}}}.
 * The body of an Eventarc delivery has the same form
 * (https://cloud.google.com/pubsub/docs/push#receive_push).
 */
record PushMessage(JobId jobId) {
  /** Empty where the bytes are no such message; a redelivery would not change that. */
  static Optional<PushMessage> decode(byte[] body) {
    try {
      return member(StrictJson.parse(body), "message")
          .flatMap(message -> member(message, "data"))
          .filter(data -> data instanceof JsonPrimitive primitive && primitive.isString())
          .flatMap(data -> base64(data.getAsString()))
          .flatMap(JobId::parse)
          .map(PushMessage::new);
    } catch (JsonProblem e) {
      return Optional.empty();
    }
  }

  private static Optional<JsonElement> member(JsonElement element, String name) {
    return element instanceof JsonObject object
        ? Optional.ofNullable(object.get(name))
        : Optional.empty();
  }

  private static Optional<String> base64(String text) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
