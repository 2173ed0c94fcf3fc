package dev.codexgateway.core.job;

import dev.codexgateway.core.event.EventDraft;
import java.util.List;

/** What an attempt writes to its job. */
public sealed interface AttemptWrite {
  /** Goes to the end of the log, before the events that tell of a change of state. */
  List<EventDraft> events();

  /** More output of the running attempt. */
  record Output(List<EventDraft> events, OutputCounts counts) implements AttemptWrite {
    public Output {
      events = List.copyOf(events);
    }
  }

  /** The end of the job. */
  record End(List<EventDraft> events, Outcome outcome) implements AttemptWrite {
    public End {
      events = List.copyOf(events);
    }
  }

  /** The attempt gives up. */
  record GiveBack(List<EventDraft> events, OutputCounts counts, String reason)
      implements AttemptWrite {
    public GiveBack {
      events = List.copyOf(events);
    }
  }
}
