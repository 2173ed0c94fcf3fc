package dev.codexgateway.gcp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events as messages {@code {"job_id":"…","events":[{"seq":…,"at":…,"type":…,"data":…}]}}. */
final class EventMessages {
  /** The service takes 10 MB in a request and in a message; a part of it for what is around. */
  static final int MAX_BYTES = 8 * 1024 * 1024;

  private static final Logger log = LoggerFactory.getLogger(EventMessages.class);

  private EventMessages() {}

  /**
   * @param jobId whose events they are
   * @param events in the order in which they were published
   */
  record Told(JobId jobId, List<Event> events) {}

  /**
   * As few messages as fit. An event that fits into none is left out: who misses its number reads
   * the store.
   */
  static List<PubsubMessage> encode(JobId jobId, List<Event> events) {
    List<PubsubMessage> messages = new ArrayList<>();
    StringBuilder json = new StringBuilder();
    int bytes = 0;
    for (Event event : events) {
      String text = event.toJson();
      int size = text.getBytes(StandardCharsets.UTF_8).length;
      if (size > MAX_BYTES) {
        log.warn("{}: event {} is too large to be published", jobId, event.seq());
        continue;
      }
      if (bytes + size > MAX_BYTES) {
        messages.add(message(jobId, json));
        json.setLength(0);
        bytes = 0;
      }
      json.append(json.isEmpty() ? "" : ",").append(text);
      bytes += size;
    }
    if (!json.isEmpty()) {
      messages.add(message(jobId, json));
    }
    return messages;
  }

  private static PubsubMessage message(JobId jobId, StringBuilder events) {
    String json = "{\"job_id\":\"" + jobId + "\",\"events\":[" + events + "]}";
    return PubsubMessage.newBuilder()
        .setData(ByteString.copyFromUtf8(json))
        .putAttributes(PubSubJobQueue.JOB_ID, jobId.value())
        .build();
  }

  /** Empty where the message is none of ours; that is logged. */
  static Optional<Told> decode(PubsubMessage message) {
    try {
      JsonObject json = JsonParser.parseString(message.getData().toStringUtf8()).getAsJsonObject();
      JobId jobId = new JobId(json.get("job_id").getAsString());
      List<Event> events = new ArrayList<>();
      for (JsonElement event : json.getAsJsonArray("events")) {
        events.add(event(event.getAsJsonObject()));
      }
      return Optional.of(new Told(jobId, events));
    } catch (RuntimeException e) {
      log.warn(
          "Message {} on the events topic has no events: {}",
          message.getMessageId(),
          e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  private static Event event(JsonObject json) {
    return new Event(
        json.get("seq").getAsLong(),
        Instant.parse(json.get("at").getAsString()),
        EventType.parse(json.get("type").getAsString()),
        Json.write(json.get("data")));
  }
}
