package dev.codexgateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.key.Scope;
import dev.codexgateway.relay.watch.CloseCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSocketTest {
  private Fixture relay = new Fixture();

  @AfterEach
  void stop() {
    relay.close();
  }

  private static String method(JsonObject message) {
    return message.has("method") ? message.get("method").getAsString() : "answer";
  }

  private static JsonObject params(JsonObject message) {
    return message.getAsJsonObject("params");
  }

  private static int code(JsonObject message) {
    return message.getAsJsonObject("error").get("code").getAsInt();
  }

  /** What an event notification must be for the log entry. */
  private static String notification(JobId job, String eventJson) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"event\",\"params\":{\"job_id\":\"%s\",%s}"
        .formatted(job, eventJson.substring(1));
  }

  @Test
  void subscribe_fromOne_replaysThenSaysCaughtUpThenGoesOnLiveThenEnds() throws Exception {
    JobId job = relay.running();
    try (WsClient client = relay.ws()) {
      client.subscribe(1, job.value(), 1);
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"job_id\":\"%s\",\"state\":\"running\",\"next_seq\":3}}"
              .formatted(job),
          client.next().text());
      assertEquals(notification(job, relay.jobs.logJson(job).get(0)), client.next().text());
      assertEquals(notification(job, relay.jobs.logJson(job).get(1)), client.next().text());
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"method\":\"caught_up\",\"params\":{\"job_id\":\"%s\",\"seq\":2}}"
              .formatted(job),
          client.next().text());
      relay.print(job, "hello \u20ac \uD83D\uDE00\n");
      assertEquals(notification(job, relay.jobs.logJson(job).get(2)), client.next().text());
      relay.succeed(job);
      assertEquals(notification(job, relay.jobs.logJson(job).get(3)), client.next().text());
      assertEquals(notification(job, relay.jobs.logJson(job).get(4)), client.next().text());
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"method\":\"end\",\"params\":{\"job_id\":\"%s\"}}".formatted(job),
          client.next().text());
      Fixture.await("the topic is gone", () -> relay.server.watchedJobs() == 0);
      Fixture.await("nobody listens", () -> relay.feed.listeners(job) == 0);
    }
  }

  @Test
  void subscribe_withoutFrom_startsNow() throws Exception {
    JobId job = relay.running();
    try (WsClient client = relay.ws()) {
      client.call(1, "subscribe", "{\"job_id\":\"" + job + "\"}");
      assertEquals("answer", method(client.nextJson()));
      JsonObject caughtUp = client.nextJson();
      assertEquals("caught_up", method(caughtUp));
      assertEquals(2, params(caughtUp).get("seq").getAsInt());
      relay.print(job, "x");
      assertEquals(3, params(client.nextJson()).get("seq").getAsInt());
      assertEquals(0, relay.jobs.eventReads(), "a live watcher costs no reading of the log");
    }
  }

  @Test
  void subscribe_finishedJob_replaysCatchesUpAndEnds() throws Exception {
    JobId job = relay.running();
    relay.succeed(job);
    try (WsClient client = relay.ws()) {
      client.subscribe(1, job.value(), 1);
      List<String> methods = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        methods.add(method(client.nextJson()));
      }
      assertEquals(
          List.of("answer", "event", "event", "event", "event", "caught_up", "end"), methods);
      client.subscribe(2, job.value(), 5);
      assertEquals("answer", method(client.nextJson()));
      assertEquals("caught_up", method(client.nextJson()));
      assertEquals("end", method(client.nextJson()));
    }
  }

  @Test
  void subscribe_trimmedLog_saysGapFirst() throws Exception {
    JobId job = relay.running();
    for (int i = 0; i < 8; i++) {
      relay.jobs.print(job, "line " + i);
    }
    relay.jobs.trim(job, 6);
    try (WsClient client = relay.ws()) {
      client.subscribe(1, job.value(), 2);
      client.nextJson();
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"method\":\"gap\",\"params\":{\"job_id\":\"%s\",\"from\":2,\"to\":5}}"
              .formatted(job),
          client.next().text());
      assertEquals(6, params(client.nextJson()).get("seq").getAsInt());
    }
  }

  @Test
  void subscribe_logTrimmedToNothing_saysGapAndEnds() throws Exception {
    JobId job = relay.running();
    relay.succeed(job);
    relay.jobs.trim(job, 100);
    try (WsClient client = relay.ws()) {
      client.subscribe(1, job.value(), 1);
      client.nextJson();
      JsonObject gap = client.nextJson();
      assertEquals("gap", method(gap));
      assertEquals(4, params(gap).get("to").getAsInt());
      assertEquals("caught_up", method(client.nextJson()));
      assertEquals("end", method(client.nextJson()));
    }
  }

  @Test
  void subscribe_badParams_namesEachMember() throws Exception {
    JobId job = relay.running();
    try (WsClient client = relay.ws()) {
      client.subscribe(1, job.value(), 0);
      assertEquals(-32602, code(client.nextJson()));
      client.subscribe(2, job.value(), 4);
      JsonObject beyond = client.nextJson();
      assertEquals(-32602, code(beyond));
      assertTrue(beyond.toString().contains("must be at most 3"), beyond.toString());
      client.call(3, "subscribe", "{\"from\":\"1\",\"extra\":1}");
      JsonObject all = client.nextJson();
      for (String member : List.of("job_id", "from", "extra")) {
        assertTrue(all.toString().contains("\"name\":\"" + member + "\""), all.toString());
      }
      assertEquals(0, relay.server.watchedJobs());
    }
  }

  @Test
  void subscribe_foreignOrUnknownJob_isNotFound() throws Exception {
    JobId foreign = relay.jobs.running("bob");
    try (WsClient client = relay.ws()) {
      String first = null;
      for (String id : List.of(foreign.value(), JobId.next().value())) {
        client.subscribe(1, id, 1);
        String answer = client.next().text();
        assertTrue(answer.contains("-32003"), answer);
        first = first == null ? answer : first;
        assertEquals(first, answer);
      }
      client.subscribe(1, "no id at all", 1);
      assertEquals(-32003, code(client.nextJson()));
      Fixture.await("no topic stays", () -> relay.server.watchedJobs() == 0);
    }
  }

  @Test
  void subscribe_twiceOrTooMany_isWrongState() throws Exception {
    relay.close();
    relay = new Fixture(s -> s.withWatch(s.watch().withMaxSubscriptions(2)));
    JobId first = relay.running();
    try (WsClient client = relay.ws()) {
      client.call(1, "subscribe", "{\"job_id\":\"" + first + "\"}");
      client.nextJson();
      client.nextJson();
      client.subscribe(2, first.value(), 1);
      assertEquals(-32007, code(client.nextJson()));
      client.call(3, "subscribe", "{\"job_id\":\"" + relay.running() + "\"}");
      client.nextJson();
      client.nextJson();
      client.call(4, "subscribe", "{\"job_id\":\"" + relay.running() + "\"}");
      assertEquals(-32007, code(client.nextJson()));
      client.call(5, "unsubscribe", "{\"job_id\":\"" + first + "\"}");
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":{\"job_id\":\"%s\",\"next_seq\":3}}"
              .formatted(first),
          client.next().text());
      Fixture.await("the topic is left", () -> relay.server.watchedJobs() == 1);
      client.subscribe(6, first.value(), 1);
      assertTrue(client.nextJson().has("result"));
    }
  }

  @Test
  void unsubscribe_stopsEvents_andIsAllowedTwice() throws Exception {
    JobId job = relay.running();
    try (WsClient client = relay.ws()) {
      client.call(1, "subscribe", "{\"job_id\":\"" + job + "\"}");
      client.nextJson();
      client.nextJson();
      client.call(2, "unsubscribe", "{\"job_id\":\"" + job + "\"}");
      client.nextJson();
      relay.print(job, "unheard");
      client.call(3, "unsubscribe", "{\"job_id\":\"" + job + "\"}");
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"job_id\":\"%s\"}}".formatted(job),
          client.next().text());
    }
  }

  @Test
  void messages_batchPingNotificationUnknownMethod_areAnsweredAsJsonRpc() throws Exception {
    try (WsClient client = relay.ws()) {
      client.call(1, "ping", "{}");
      assertEquals("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", client.next().text());
      client.send("{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}");
      client.send(
          "[{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"ping\"},"
              + "{\"jsonrpc\":\"2.0\",\"method\":\"ping\"},"
              + "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"no.such\"}]");
      JsonArray batch = JsonParser.parseString(client.next().text()).getAsJsonArray();
      assertEquals(2, batch.size());
      assertEquals("a", batch.get(0).getAsJsonObject().get("id").getAsString());
      assertEquals(
          "[\"ping\",\"subscribe\",\"unsubscribe\"]",
          batch
              .get(1)
              .getAsJsonObject()
              .getAsJsonObject("error")
              .getAsJsonObject("data")
              .getAsJsonArray("available_methods")
              .toString());
      assertEquals(-32601, code(batch.get(1).getAsJsonObject()));
    }
  }

  @Test
  void messages_inFragments_areOneMessage() throws Exception {
    try (WsClient client = relay.ws()) {
      byte[] text =
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}".getBytes(StandardCharsets.UTF_8);
      client.frame(0x01, Arrays.copyOf(text, 10));
      client.frame(0x89, new byte[] {1, 2});
      client.frame(0x80, Arrays.copyOfRange(text, 10, text.length));
      WsClient.Incoming pong = client.any();
      assertEquals(0xA, pong.opcode());
      assertEquals(2, pong.payload().length);
      assertTrue(client.nextJson().has("result"));
    }
  }

  @Test
  void messages_garbage_isAnsweredUntilTooMuch() throws Exception {
    try (WsClient client = relay.ws()) {
      for (int i = 0; i < 9; i++) {
        client.send("{not json");
        assertEquals(-32700, code(client.nextJson()));
      }
      client.call(1, "ping", "{}");
      assertTrue(client.nextJson().has("result"), "one good message forgives");
      for (int i = 0; i < 10; i++) {
        client.send("{}");
      }
      assertEquals(CloseCode.TOO_MANY_BAD_MESSAGES.code(), client.close(true).closeCode());
    }
  }

  @Test
  void frames_thatMustNotBe_closeWithTheirCode() throws Exception {
    byte[] tooBig = new byte[16 * 1024 + 1];
    assertCloses(CloseCode.TOO_BIG, client -> client.frame(0x81, tooBig));
    assertCloses(
        CloseCode.TOO_BIG,
        client -> {
          client.frame(0x01, new byte[10_000]);
          client.frame(0x80, new byte[10_000]);
        });
    assertCloses(CloseCode.NO_BINARY, client -> client.frame(0x82, new byte[3]));
    assertCloses(
        CloseCode.NOT_UTF8, client -> client.frame(0x81, new byte[] {'"', (byte) 0xff, '"'}));
    assertCloses(CloseCode.PROTOCOL_ERROR, client -> client.frame(0xC1, new byte[1]));
    assertCloses(
        CloseCode.PROTOCOL_ERROR, client -> client.http.send(new byte[] {(byte) 0x81, 1, 'x'}));
    assertCloses(CloseCode.PROTOCOL_ERROR, client -> client.frame(0x80, new byte[1]));
    assertCloses(CloseCode.PROTOCOL_ERROR, client -> client.frame(0x83, new byte[1]));
  }

  private interface Misdeed {
    void commit(WsClient client) throws IOException;
  }

  private void assertCloses(CloseCode code, Misdeed misdeed) throws Exception {
    try (WsClient client = relay.ws()) {
      misdeed.commit(client);
      assertEquals(code.code(), client.close(true).closeCode());
      assertTrue(client.http.isAtEnd());
    }
  }

  @Test
  void close_byTheClient_isAnsweredWithItsCode() throws Exception {
    JobId job = relay.running();
    try (WsClient client = relay.ws()) {
      client.subscribe(1, job.value(), 3);
      client.nextJson();
      client.frame(0x88, new byte[] {0x03, (byte) 0xE8});
      assertEquals(1000, client.close(false).closeCode());
      assertTrue(client.http.isAtEnd());
    }
    Fixture.await("nothing stays", () -> relay.server.watchers() + relay.server.watchedJobs() == 0);
  }

  @Test
  void largeEvents_goOutInFramesOfAtMost64KiB() throws Exception {
    JobId job = relay.running();
    String text = "\u0001".repeat(32 * 1024);
    relay.jobs.print(job, text);
    try (WsClient client = relay.ws()) {
      client.subscribe(1, job.value(), 3);
      client.nextJson();
      WsClient.Incoming event = client.next();
      assertTrue(event.payload().length > 150_000);
      assertTrue(event.largestFrame() <= 64 * 1024);
      assertEquals(text, params(event.json()).get("data").getAsString());
    }
  }

  @Test
  void lifeOver_saysByeWithTheNumbersToResumeFrom() throws Exception {
    relay.close();
    Duration life = Duration.ofMillis(300);
    relay =
        new Fixture(s -> s.withWatch(s.watch().withTimes(s.watch().times().withLife(life, life))));
    JobId job = relay.running();
    try (WsClient client = relay.ws()) {
      client.call(1, "subscribe", "{\"job_id\":\"" + job + "\"}");
      client.nextJson();
      client.nextJson();
      assertEquals(
          "{\"jsonrpc\":\"2.0\",\"method\":\"bye\",\"params\":{\"resume\":[{\"job_id\":\"%s\",\"from\":3}]}}"
              .formatted(job),
          client.next().text());
      assertEquals(CloseCode.LIFE_OVER.code(), client.close(true).closeCode());
    }
  }

  @Test
  void idle_pingsThenCloses() throws Exception {
    relay.close();
    relay =
        new Fixture(
            s ->
                s.withWatch(
                    s.watch()
                        .withTimes(
                            s.watch()
                                .times()
                                .withPing(Duration.ofMillis(50))
                                .withIdle(Duration.ofMillis(400)))));
    try (WsClient client = relay.ws()) {
      int pings = 0;
      WsClient.Incoming next = client.any();
      while (next.opcode() == 9) {
        pings++;
        next = client.any();
      }
      assertTrue(pings > 1, "pings: " + pings);
      assertEquals(CloseCode.IDLE.code(), next.closeCode());
    }
    try (WsClient client = relay.ws()) {
      long end = System.nanoTime() + Duration.ofMillis(900).toNanos();
      while (System.nanoTime() < end) {
        WsClient.Incoming ping = client.any();
        assertEquals(9, ping.opcode(), "pongs keep it open");
        client.frame(0x8A, ping.payload());
      }
    }
  }

  @Test
  void revokedKey_closesItsSocketsAndStreams() throws Exception {
    relay.close();
    relay =
        new Fixture(
            s ->
                s.withWatch(
                    s.watch().withTimes(s.watch().times().withKeyCheck(Duration.ofMillis(50)))));
    JobId job = relay.running();
    String other = relay.keyOf("bob", Scope.JOBS_READ);
    try (WsClient client = relay.ws();
        WsClient unharmed = WsClient.open(relay.server.port(), "Authorization: Bearer " + other);
        RawHttp stream = relay.raw()) {
      stream.send(
          "GET /events/%s HTTP/1.1\r\nHost: x\r\nX-API-Key: %s\r\n\r\n"
              .formatted(job, relay.keyText()));
      assertEquals(200, stream.head().status());
      relay.keys.revoke(relay.key.key().id(), Instant.now());
      relay.keyring.forget(relay.key.key().id());
      assertEquals(CloseCode.KEY_DEAD.code(), client.close(true).closeCode());
      while (stream.in.read() >= 0) {}
      unharmed.call(1, "ping", "{}");
      assertTrue(unharmed.nextJson().has("result"));
    }
  }

  @Test
  void shutdown_saysByeAndRestarting() throws Exception {
    JobId job = relay.running();
    try (WsClient client = relay.ws()) {
      client.call(1, "subscribe", "{\"job_id\":\"" + job + "\"}");
      client.nextJson();
      client.nextJson();
      Thread closing = Thread.startVirtualThread(relay::close);
      assertEquals("bye", method(client.nextJson()));
      assertEquals(CloseCode.RESTARTING.code(), client.close(true).closeCode());
      assertTrue(closing.join(Duration.ofSeconds(10)));
    }
  }

  @Test
  void standardClient_getsSubprotocolAndEvents() throws Exception {
    JobId job = relay.running();
    BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    String ticket = relay.ticket(Set.of(), Optional.empty());
    try (HttpClient http = HttpClient.newHttpClient()) {
      WebSocket socket =
          http.newWebSocketBuilder()
              .subprotocols("codexgateway.v1", "ticket." + ticket)
              .buildAsync(
                  URI.create("ws://127.0.0.1:" + relay.server.port() + "/ws"), listener(messages))
              .join();
      assertEquals("codexgateway.v1", socket.getSubprotocol());
      socket
          .sendText(
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscribe\",\"params\":{\"job_id\":\""
                  + job
                  + "\"}}",
              true)
          .join();
      assertTrue(take(messages).contains("\"result\""));
      assertTrue(take(messages).contains("caught_up"));
      relay.print(job, "hello");
      assertTrue(take(messages).contains("\"data\":\"hello\""));
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
      assertEquals("closed 1000", take(messages));
    }
  }

  private static String take(BlockingQueue<String> messages) throws InterruptedException {
    String message = messages.poll(20, TimeUnit.SECONDS);
    assertFalse(message == null, "a message in time");
    return message;
  }

  private static WebSocket.Listener listener(BlockingQueue<String> messages) {
    return new WebSocket.Listener() {
      @Override
      public @Nullable CompletionStage<?> onText(
          WebSocket socket, CharSequence text, boolean last) {
        messages.add(text.toString());
        socket.request(1);
        return null;
      }

      @Override
      public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        messages.add("closed " + code);
        return null;
      }
    };
  }
}
