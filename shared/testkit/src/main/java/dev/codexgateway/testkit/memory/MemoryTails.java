package dev.codexgateway.testkit.memory;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.OutputTail;
import dev.codexgateway.core.json.JsonProblem;
import dev.codexgateway.core.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The ends of both streams, read from the log. */
final class MemoryTails {
  private MemoryTails() {}

  private record Tail(String text, boolean cut) {}

  static OutputTail of(List<Event> events) {
    Tail stdout = tail(text(events, EventType.STDOUT));
    Tail stderr = tail(text(events, EventType.STDERR));
    return new OutputTail(stdout.text(), stdout.cut(), stderr.text(), stderr.cut());
  }

  private static String text(List<Event> events, EventType type) {
    StringBuilder text = new StringBuilder();
    events.stream()
        .filter(event -> event.type() == type)
        .forEach(event -> text.append(unquoted(event.dataJson())));
    return text.toString();
  }

  private static String unquoted(String dataJson) {
    try {
      return StrictJson.parse(dataJson).getAsString();
    } catch (JsonProblem e) {
      throw new IllegalArgumentException("output that is no JSON string", e);
    }
  }

  private static Tail tail(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length <= OutputTail.LIMIT_BYTES) {
      return new Tail(text, false);
    }
    int begin = utf8.length - OutputTail.LIMIT_BYTES;
    while ((utf8[begin] & 0xC0) == 0x80) {
      begin++;
    }
    return new Tail(new String(utf8, begin, utf8.length - begin, StandardCharsets.UTF_8), true);
  }
}
