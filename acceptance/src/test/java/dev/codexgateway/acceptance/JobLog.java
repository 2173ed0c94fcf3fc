package dev.codexgateway.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads logs, and checks what holds for each of them. */
public final class JobLog {
  private JobLog() {}

  /** Page by page; to be used once the job has ended. */
  public static List<JsonObject> read(Client client, String id, int pageSize)
      throws IOException, InterruptedException {
    List<JsonObject> events = new ArrayList<>();
    boolean complete = false;
    while (!complete) {
      long from = events.size() + 1L;
      JsonObject page = client.result("job.log", "job_id", id, "from", from, "limit", pageSize);
      List<JsonObject> added = Json.objects(page.getAsJsonArray("events"));
      assertTrue(added.size() <= pageSize, "a page has more than was asked for");
      events.addAll(added);
      complete = page.get("complete").getAsBoolean();
      assertEquals(events.size() + 1L, Json.number(page, "next"));
      assertTrue(complete || !added.isEmpty(), "an empty page of a log that goes on: " + page);
    }
    return events;
  }

  /** From 1, without holes, from {@code queued} to one {@code result} at the end. */
  public static void assertWhole(List<JsonObject> events) {
    for (int i = 0; i < events.size(); i++) {
      assertEquals(i + 1L, Json.number(events.get(i), "seq"));
    }
    assertEquals("queued", Json.state(events.getFirst().getAsJsonObject("data")));
    assertEquals("result", Json.string(events.getLast(), "type"));
    assertEquals(1, ofType(events, "result").size(), events::toString);
  }

  public static List<JsonObject> ofType(List<JsonObject> events, String type) {
    return events.stream().filter(event -> Json.string(event, "type").equals(type)).toList();
  }

  public static String text(List<JsonObject> events, String stream) {
    return ofType(events, stream).stream()
        .map(event -> Json.string(event, "data"))
        .collect(Collectors.joining());
  }

  /** In the order in which the job came to them. */
  public static List<String> states(List<JsonObject> events) {
    return ofType(events, "state").stream()
        .map(event -> Json.state(event.getAsJsonObject("data")))
        .toList();
  }
}
