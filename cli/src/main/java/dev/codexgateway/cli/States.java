package dev.codexgateway.cli;

import java.util.Iterator;
import java.util.List;

/** The names of the job states: offered by shell completion, coloured on a terminal. */
final class States implements Iterable<String> {
  private static final List<String> NAMES =
      List.of("queued", "running", "succeeded", "failed", "timed_out", "cancelled", "lost");

  @Override
  public Iterator<String> iterator() {
    return NAMES.iterator();
  }

  static String coloured(String state, boolean colours) {
    if (!colours) {
      return state;
    }
    int colour =
        switch (state) {
          case "succeeded" -> 32;
          case "failed", "timed_out", "lost" -> 31;
          case "running" -> 36;
          default -> 33;
        };
    return "\u001b[%dm%s\u001b[0m".formatted(colour, state);
  }
}
