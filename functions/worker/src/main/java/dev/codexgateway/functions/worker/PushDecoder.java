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
import java.util.regex.Pattern;

/** Makes a {@link PushMessage} of a request's body. */
final class PushDecoder {
  private static final String NO_ID = "unknown";

  /** An id goes into the log, so it must not be able to look like anything else there. */
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private PushDecoder() {}

  static PushMessage decode(byte[] body) {
    try {
      return decode(StrictJson.parse(body));
    } catch (JsonProblem e) {
      return new PushMessage.Poison(NO_ID, "it is not JSON");
    }
  }

  private static PushMessage decode(JsonElement body) {
    Optional<JsonElement> message = member(body, "message").or(() -> ofCloudEvent(body));
    if (message.filter(JsonObject.class::isInstance).isEmpty()) {
      return new PushMessage.Poison(NO_ID, "it has no message");
    }
    String id = text(message.get(), "messageId").filter(PushDecoder::isId).orElse(NO_ID);
    return text(message.get(), "data")
        .flatMap(PushDecoder::base64)
        .flatMap(JobId::parse)
        .<PushMessage>map(job -> new PushMessage.Ring(id, job))
        .orElseGet(() -> new PushMessage.Poison(id, "its data is not the id of a job"));
  }

  /** In structured form: https://cloudevents.io, JSON event format. */
  private static Optional<JsonElement> ofCloudEvent(JsonElement body) {
    return member(body, "data").flatMap(data -> member(data, "message"));
  }

  private static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  private static Optional<String> text(JsonElement element, String name) {
    return member(element, name)
        .filter(found -> found instanceof JsonPrimitive primitive && primitive.isString())
        .map(JsonElement::getAsString);
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
