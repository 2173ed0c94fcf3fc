package dev.codexgateway.gcp.firestore;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventType;
import java.util.ArrayList;
import java.util.List;

/**
 * Events as lines {@code 1763856000123456 stdout "hello\n"}; their numbers follow from the first
 * one's, which is kept apart. The time is in microseconds.
 */
final class LogText {
  private LogText() {}

  static String encode(List<Event> events) {
    StringBuilder lines = new StringBuilder();
    for (Event event : events) {
      if (event.dataJson().indexOf('\n') >= 0) {
        throw new IllegalArgumentException("an event's JSON must stand on one line");
      }
      lines.append(Times.toMicros(event.at())).append(' ').append(event.type().wireName());
      lines.append(' ').append(event.dataJson()).append('\n');
    }
    return lines.toString();
  }

  static List<Event> decode(long firstSeq, String lines) {
    List<Event> events = new ArrayList<>();
    long seq = firstSeq;
    int start = 0;
    while (start < lines.length()) {
      int end = lines.indexOf('\n', start);
      int type = lines.indexOf(' ', start) + 1;
      int data = lines.indexOf(' ', type) + 1;
      events.add(
          new Event(
              seq++,
              Times.fromMicros(Long.parseLong(lines, start, type - 1, 10)),
              EventType.parse(lines.substring(type, data - 1)),
              lines.substring(data, end)));
      start = end + 1;
    }
    return events;
  }
}
