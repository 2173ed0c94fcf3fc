package dev.codexgateway.cli;

import com.google.gson.JsonObject;
import java.util.Optional;

/**
 * Shows a job's log: in text form its stdout on stdout and its stderr on stderr, as if the command
 * ran here; as JSON the events as they are, one per line.
 */
final class EventPrinter implements LogStream.Sink {
  private final Surroundings surroundings;
  private final boolean json;

  EventPrinter(Surroundings surroundings, boolean json) {
    this.surroundings = surroundings;
    this.json = json;
  }

  @Override
  public void event(JsonObject event) {
    if (json) {
      surroundings.out().json(event);
    } else {
      show(event);
    }
  }

  @Override
  public void gap(long from, long to) {
    if (json) {
      JsonObject gap = new JsonObject();
      gap.addProperty("type", "gap");
      gap.addProperty("from", from);
      gap.addProperty("to", to);
      surroundings.out().json(gap);
    } else {
      surroundings.note("events %d to %d are no longer kept".formatted(from, to));
    }
  }

  private void show(JsonObject event) {
    switch (Json.string(event, "type").orElse("")) {
      case "stdout" -> surroundings.out().text(Json.string(event, "data").orElse(""));
      case "stderr" -> stderr(Json.string(event, "data").orElse(""));
      // A Codex event object was one line of the command's stdout.
      case "agent" -> Json.member(event, "data").ifPresent(surroundings.out()::json);
      case "state" -> Json.object(event, "data").ifPresent(this::state);
      default -> {
        // artifact, result, and types that later gateways add: for --json.
      }
    }
  }

  private void stderr(String text) {
    surroundings.err().print(text);
    surroundings.err().flush();
  }

  /**
   * A second attempt prints everything again; without a word that would look like doubled lines.
   */
  private void state(JsonObject state) {
    long attempt = Json.integer(state, "attempt").orElse(1);
    boolean running = Json.string(state, "state").filter("running"::equals).isPresent();
    if (running && attempt > 1) {
      Optional<String> reason = Json.string(state, "reason");
      surroundings.note(
          "attempt %d starts%s"
              .formatted(attempt, reason.map(r -> " (" + Printable.text(r) + ")").orElse("")));
    }
  }
}
