package dev.codexgateway.core.job;

import dev.codexgateway.core.event.Event;
import java.util.List;

/** What a write does: the job as it will be, and the events that go to the end of its log. */
public record Change(Job job, List<Event> events) {
  public Change {
    events = List.copyOf(events);
  }
}
