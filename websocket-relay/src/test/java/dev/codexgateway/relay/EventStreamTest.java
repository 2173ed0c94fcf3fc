package dev.codexgateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.job.JobId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private static final String PAGE = "https://console.example.com";

  private Fixture relay = new Fixture(s -> s.withWatch(s.watch().withAllowedOrigins(Set.of(PAGE))));

  @AfterEach
  void stop() {
    relay.close();
  }

  private String get(String target, String... headers) {
    return "GET /events/" + target + " HTTP/1.1\r\nHost: x\r\n" + WsClient.lines(headers) + "\r\n";
  }

  private String key() {
    return "X-API-Key: " + relay.keyText();
  }

  private RawHttp.Answer exchange(String request) throws IOException {
    try (RawHttp http = relay.raw()) {
      return http.send(request).answer();
    }
  }

  private static String block(Event event) {
    return "id: " + event.seq() + "\ndata: " + event.toJson() + "\n\n";
  }

  private String log(JobId job, long from) {
    StringBuilder log = new StringBuilder();
    relay.jobs.log(job).stream()
        .filter(event -> event.seq() >= from)
        .forEach(event -> log.append(block(event)));
    return log.toString();
  }

  private static String rest(RawHttp http) throws IOException {
    return new String(http.in.readAllBytes(), StandardCharsets.UTF_8)
        .replaceAll("(?m)^: .*\n\n", "");
  }

  @Test
  void events_replayThenLive_endAfterTheResult() throws Exception {
    JobId job = relay.running();
    try (RawHttp http = relay.raw()) {
      http.send(get(job.value(), key()));
      RawHttp.Answer head = http.head();
      assertEquals(200, head.status());
      assertEquals("text/event-stream; charset=utf-8", head.header("content-type"));
      assertEquals("no-store", head.header("cache-control"));
      assertEquals("no", head.header("x-accel-buffering"));
      assertEquals("", head.header("access-control-allow-origin"));
      String replay = block(relay.jobs.log(job).get(0)) + block(relay.jobs.log(job).get(1));
      assertEquals(
          replay + ": caught up with 2\n\n",
          new String(
              http.in.readNBytes((replay + ": caught up with 2\n\n").length()),
              StandardCharsets.UTF_8));
      relay.print(job, "line\nbreak");
      relay.succeed(job);
      assertEquals(log(job, 3), rest(http));
    }
    Fixture.await("nothing stays", () -> relay.server.watchers() + relay.server.watchedJobs() == 0);
  }

  @Test
  void from_andLastEventId_sayWhereToBegin_theHeaderWins() throws Exception {
    JobId job = relay.running();
    relay.succeed(job);
    try (RawHttp http = relay.raw()) {
      http.send(get(job + "?from=3", key())).head();
      assertEquals(log(job, 3), rest(http));
    }
    try (RawHttp http = relay.raw()) {
      http.send(get(job + "?from=1", key(), "Last-Event-ID: 3")).head();
      assertEquals(log(job, 4), rest(http));
    }
  }

  @Test
  void finishedLog_beyondItsEnd_is204() throws Exception {
    JobId job = relay.running();
    relay.succeed(job);
    assertEquals(204, exchange(get(job.value(), key(), "Last-Event-ID: 4")).status());
    assertEquals(204, exchange(get(job + "?from=99", key())).status());
    Fixture.await("nothing stays", () -> relay.server.watchers() + relay.server.watchedJobs() == 0);
  }

  @Test
  void http10_isServedToo() throws Exception {
    JobId job = relay.running();
    relay.succeed(job);
    try (RawHttp http = relay.raw()) {
      http.send("GET /events/" + job + " HTTP/1.0\r\n" + key() + "\r\n\r\n");
      assertEquals(200, http.head().status());
      assertEquals(log(job, 1), rest(http));
    }
  }

  @Test
  void trimmedLog_saysGap() throws Exception {
    JobId job = relay.running();
    relay.succeed(job);
    relay.jobs.trim(job, 3);
    try (RawHttp http = relay.raw()) {
      http.send(get(job.value(), key())).head();
      assertEquals(
          "event: gap\ndata: {\"job_id\":\"" + job + "\",\"from\":1,\"to\":2}\n\n" + log(job, 3),
          rest(http));
    }
  }

  @Test
  void badRequests_areRefusedWithReason() throws Exception {
    JobId job = relay.running();
    for (String query : new String[] {"from=0", "from=x", "from=-1", "from=1&from=2", "from=4"}) {
      assertEquals(400, exchange(get(job + "?" + query, key())).status(), query);
    }
    RawHttp.Answer keyInQuery = exchange(get(job + "?api_key=" + relay.keyText()));
    assertEquals(400, keyInQuery.status());
    assertEquals(400, exchange(get(job + "?from=%zz", key())).status());
    assertEquals(400, exchange(get(job.value(), key(), "Last-Event-ID: x")).status());
    RawHttp.Answer post = exchange(get(job.value(), key()).replace("GET", "POST"));
    assertEquals(405, post.status());
    assertEquals("GET", post.header("allow"));
    Fixture.await("nothing stays", () -> relay.server.watchers() + relay.server.watchedJobs() == 0);
  }

  @Test
  void unknownOrForeignJob_is404_andNoKey401() throws Exception {
    String foreign = relay.jobs.running("bob").value();
    for (String id : new String[] {foreign, JobId.next().value(), "nonsense", "", "a/b"}) {
      RawHttp.Answer answer = exchange(get(id, key()));
      assertEquals(404, answer.status(), id);
      assertEquals("{\"error\":{\"code\":-32003,\"message\":\"No such job\"}}", answer.body());
      assertEquals(401, exchange(get(id)).status());
    }
  }

  @Test
  void ticket_inTheQuery_worksOnce() throws Exception {
    JobId job = relay.running();
    relay.succeed(job);
    String ticket = relay.ticket(Set.of(job), Optional.of(PAGE));
    String request = get(job + "?ticket=" + ticket, "Origin: " + PAGE);
    try (RawHttp http = relay.raw()) {
      RawHttp.Answer head = http.send(request).head();
      assertEquals(200, head.status());
      assertEquals(PAGE, head.header("access-control-allow-origin"));
      assertEquals("Origin", head.header("vary"));
      assertEquals(log(job, 1), rest(http));
    }
    RawHttp.Answer again = exchange(request);
    assertEquals(401, again.status());
    assertEquals(PAGE, again.header("access-control-allow-origin"));
  }

  @Test
  void preflight_isAnsweredForAllowedPagesOnly() throws Exception {
    String id = JobId.next().value();
    String options = get(id, "Origin: " + PAGE).replace("GET", "OPTIONS");
    RawHttp.Answer allowed = exchange(options);
    assertEquals(204, allowed.status());
    assertEquals(PAGE, allowed.header("access-control-allow-origin"));
    assertTrue(allowed.header("access-control-allow-headers").contains("X-API-Key"));
    assertEquals(403, exchange(options.replace("console", "evil")).status());
    assertEquals(405, exchange(get(id).replace("GET", "OPTIONS")).status());
  }

  @Test
  void silence_isFilledWithComments() throws Exception {
    relay.close();
    relay =
        new Fixture(
            s ->
                s.withWatch(
                    s.watch().withTimes(s.watch().times().withHeartbeat(Duration.ofMillis(30)))));
    JobId job = relay.running();
    try (RawHttp http = relay.raw()) {
      http.send(get(job + "?from=3", key())).head();
      assertEquals(": caught up with 2", http.line());
      assertEquals("", http.line());
      assertEquals(": still here", http.line());
      assertEquals("", http.line());
      assertEquals(": still here", http.line());
    }
    Fixture.await("the client's leaving is seen", () -> relay.server.watchers() == 0);
  }
}
