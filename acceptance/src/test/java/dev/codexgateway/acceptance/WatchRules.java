package dev.codexgateway.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Watching over the WebSocket. */
interface WatchRules extends EndToEnd {
  @Test
  default void watch_fromTheBeginning_bringsTheWholeLog() throws Exception {
    String id = admin().submit("counter", "3");
    try (LogSocket socket = LogSocket.open(admin())) {
      JsonObject answer = socket.call("subscribe", "job_id", id, "from", 1);
      assertEquals(id, Json.id(answer.getAsJsonObject("result")), answer::toString);
      List<JsonObject> events = socket.eventsToEnd();
      JobLog.assertWhole(events);
      assertEquals("1\n2\n3\n", JobLog.text(events, "stdout"));
      assertEquals(admin().log(id), events);
    }
  }

  @Test
  default void watch_ofARunningJob_isLive() throws Exception {
    String id = admin().submit("counter", "600");
    try (LogSocket socket = LogSocket.open(admin())) {
      socket.call("subscribe", "job_id", id, "from", 1);
      // queued, running, and two lines, while the job goes on
      List<JsonObject> events = socket.events(4);
      assertEquals("stdout", Json.string(events.getLast(), "type"));
      admin().result("job.cancel", "job_id", id);
      List<JsonObject> rest = socket.eventsToEnd();
      assertEquals(5, Json.number(rest.getFirst(), "seq"));
      assertEquals("cancelled", Json.state(rest.getLast().getAsJsonObject("data")));
    }
  }

  @Test
  default void watch_afterABreak_goesOnWithTheNextNumber() throws Exception {
    String id = admin().submit("counter", "4");
    List<JsonObject> before;
    try (LogSocket socket = LogSocket.open(admin())) {
      socket.call("subscribe", "job_id", id, "from", 1);
      before = socket.events(3);
    }
    try (LogSocket socket = LogSocket.open(admin())) {
      socket.call("subscribe", "job_id", id, "from", 4);
      List<JsonObject> after = socket.eventsToEnd();
      List<JsonObject> log = admin().log(id);
      assertEquals(log.subList(0, 3), before);
      assertEquals(log.subList(3, log.size()), after);
    }
  }

  @Test
  default void watch_ofAFinishedJob_replaysAndEnds() throws Exception {
    String id = Json.id(admin().run("report", "replayed"));
    try (LogSocket socket = LogSocket.open(admin())) {
      socket.call("subscribe", "job_id", id, "from", 1);
      assertEquals(admin().log(id), socket.eventsToEnd());
    }
  }

  @Test
  default void watch_byTwo_bringsBothTheSame() throws Exception {
    String id = admin().submit("counter", "3");
    try (LogSocket one = LogSocket.open(admin());
        LogSocket other = LogSocket.open(admin())) {
      one.call("subscribe", "job_id", id, "from", 1);
      other.call("subscribe", "job_id", id, "from", 1);
      assertEquals(one.eventsToEnd(), other.eventsToEnd());
    }
  }

  @Test
  default void watch_ofTwoJobsOnOneConnection_bringsBoth() throws Exception {
    String one = Json.id(admin().run("echo", "one"));
    String other = Json.id(admin().run("echo", "other"));
    try (LogSocket socket = LogSocket.open(admin())) {
      socket.call("subscribe", "job_id", one, "from", 1);
      String first = JobLog.text(socket.eventsToEnd(), "stdout");
      socket.call("subscribe", "job_id", other, "from", 1);
      String second = JobLog.text(socket.eventsToEnd(), "stdout");
      assertEquals(List.of("one\n", "other\n"), List.of(first, second));
    }
  }

  @Test
  default void watch_ofAnUnknownOrForeignJob_isNotFound() throws Exception {
    String id = Json.id(admin().run("date"));
    try (LogSocket socket = LogSocket.open(stranger("ws:subscribe"))) {
      for (String missing : Set.of(id, "job_00000000000000000000000000")) {
        JsonObject answer = socket.call("subscribe", "job_id", missing);
        assertEquals(-32003, answer.getAsJsonObject("error").get("code").getAsInt());
      }
    }
  }

  @Test
  default void watch_fromBeyondTheEnd_isRefused() throws Exception {
    JsonObject job = admin().run("date");
    try (LogSocket socket = LogSocket.open(admin())) {
      JsonObject answer =
          socket.call(
              "subscribe", "job_id", Json.id(job), "from", Json.number(job, "next_seq") + 1);
      assertEquals(-32602, answer.getAsJsonObject("error").get("code").getAsInt());
    }
  }

  @Test
  default void ping_onAnyConnection_isAnswered() throws Exception {
    try (LogSocket socket = LogSocket.open(admin())) {
      assertEquals(new JsonObject(), socket.call("ping").get("result"));
    }
  }

  @Test
  default void connection_withoutAGoodKey_isRefused() {
    for (Client client : List.of(admin().withoutKey(), admin().withKey("wrong"))) {
      var refused = assertThrows(WebSocketHandshakeException.class, () -> LogSocket.open(client));
      assertEquals(401, refused.getResponse().statusCode());
    }
  }

  @Test
  default void connection_ofARevokedKey_isClosed() throws Exception {
    JsonObject made =
        admin().result("key.create", "owner", unique("owner"), "scopes", List.of("ws:subscribe"));
    try (LogSocket socket = LogSocket.open(admin().withKey(Json.string(made, "key")))) {
      admin().result("key.revoke", "key_id", Json.string(made, "key_id"));
      assertEquals(4401, socket.closeCode());
    }
  }

  @Test
  default void ticket_onAConnection_worksOnce() throws Exception {
    String id = Json.id(admin().run("echo", "by ticket"));
    String ticket = Json.string(admin().result("stream.ticket", "job_ids", List.of(id)), "ticket");
    try (LogSocket socket = LogSocket.openWithTicket(target(), ticket)) {
      socket.call("subscribe", "job_id", id, "from", 1);
      assertEquals("by ticket\n", JobLog.text(socket.eventsToEnd(), "stdout"));
    }
    var refused =
        assertThrows(
            WebSocketHandshakeException.class, () -> LogSocket.openWithTicket(target(), ticket));
    assertEquals(401, refused.getResponse().statusCode());
  }

  @Test
  default void ticket_forOneJob_doesNotOpenAnother() throws Exception {
    String named = Json.id(admin().run("date"));
    String other = Json.id(admin().run("date"));
    String ticket =
        Json.string(admin().result("stream.ticket", "job_ids", List.of(named)), "ticket");
    try (LogSocket socket = LogSocket.openWithTicket(target(), ticket)) {
      JsonObject answer = socket.call("subscribe", "job_id", other);
      assertTrue(answer.has("error"), answer::toString);
    }
  }
}
