package dev.codexgateway.relay.hub;

import dev.codexgateway.relay.wire.Frame;
import java.util.List;

/** What the store said when it was asked for the log from some number on. */
sealed interface Page {
  /** In order, never empty; where the first is not the one asked for, the log was trimmed. */
  record Events(List<Frame> frames) implements Page {
    public Events {
      frames = List.copyOf(frames);
    }
  }

  /** Everything from the number asked for up to {@code next - 1} was trimmed. */
  record Trimmed(long next) implements Page {}

  /** Not there yet, although somebody announced it: ask again a little later. */
  record NotYet() implements Page {}

  /** The store cannot answer now: ask again later. */
  record Unreadable() implements Page {}

  /** The job was deleted. */
  record Gone() implements Page {}
}
