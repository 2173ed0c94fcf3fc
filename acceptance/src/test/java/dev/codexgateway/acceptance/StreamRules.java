package dev.codexgateway.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.codexgateway.acceptance.EventStream.Entry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Watching over server-sent events. */
interface StreamRules extends EndToEnd {
  private static List<JsonObject> events(List<Entry> entries) {
    entries.forEach(entry -> assertEquals(Json.number(entry.event(), "seq"), entry.id()));
    return entries.stream().map(Entry::event).toList();
  }

  @Test
  default void stream_ofARunningJob_bringsTheWholeLogAndEnds() throws Exception {
    String id = admin().submit("counter", "3");
    try (EventStream stream = EventStream.open(admin().request("/events/" + id))) {
      assertEquals(200, stream.status());
      assertTrue(stream.header("Content-Type").orElse("").startsWith("text/event-stream"));
      List<JsonObject> events = events(stream.rest());
      JobLog.assertWhole(events);
      assertEquals(admin().log(id), events);
    }
  }

  @Test
  default void stream_ofARunningJob_isNotHeldBack() throws Exception {
    String id = admin().submit("counter", "600");
    try (EventStream stream = EventStream.open(admin().request("/events/" + id))) {
      for (int i = 1; i <= 4; i++) {
        assertEquals(i, stream.next().orElseThrow().id());
      }
    } finally {
      admin().result("job.cancel", "job_id", id);
    }
  }

  @Test
  default void stream_withLastEventId_goesOnAfterIt() throws Exception {
    String id = Json.id(admin().run("report", "resumed"));
    List<JsonObject> log = admin().log(id);
    try (EventStream stream =
        EventStream.open(
            admin().request("/events/" + id + "?from=1").header("Last-Event-ID", "2"))) {
      assertEquals(log.subList(2, log.size()), events(stream.rest()));
    }
  }

  @Test
  default void stream_from_beginsThere() throws Exception {
    String id = Json.id(admin().run("report", "resumed"));
    List<JsonObject> log = admin().log(id);
    try (EventStream stream = EventStream.open(admin().request("/events/" + id + "?from=3"))) {
      assertEquals(log.subList(2, log.size()), events(stream.rest()));
    }
  }

  @Test
  default void stream_beyondTheEndOfAFinishedLog_hasNoContent() throws Exception {
    JsonObject job = admin().run("date");
    long last = Json.number(job, "next_seq") - 1;
    Answer answer =
        Client.send(
            admin()
                .request("/events/" + Json.id(job))
                .header("Last-Event-ID", Long.toString(last)));
    assertEquals(204, answer.status());
  }

  @Test
  default void stream_withATicket_worksOnce() throws Exception {
    String id = Json.id(admin().run("date"));
    String ticket = Json.string(admin().result("stream.ticket"), "ticket");
    String path = "/events/" + id + "?ticket=" + URLEncoder.encode(ticket, StandardCharsets.UTF_8);
    assertEquals(200, Client.send(admin().withoutKey().request(path)).status());
    assertEquals(401, Client.send(admin().withoutKey().request(path)).status());
  }

  @Test
  default void stream_badRequests_areRefused() throws Exception {
    String id = Json.id(admin().run("date"));
    String path = "/events/" + id;
    assertEquals(401, Client.send(admin().withoutKey().request(path)).status());
    assertEquals(404, Client.send(stranger("jobs:read").request(path)).status());
    assertEquals(404, Client.send(admin().request("/events/nothing")).status());
    assertEquals(400, Client.send(admin().request(path + "?from=zero")).status());
    assertEquals(403, Client.send(stranger("jobs:submit:date").request(path)).status());
  }
}
