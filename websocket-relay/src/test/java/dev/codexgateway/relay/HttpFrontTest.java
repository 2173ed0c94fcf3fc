package dev.codexgateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpFrontTest {
  private static final String HEALTHY = "{\"status\":\"healthy\"}";
  private static final String GET_HEALTH = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n";

  private TestApplication application = new TestApplication();
  private Fixture relay = new Fixture(settings -> settings, application);

  @AfterEach
  void stop() {
    application.mayEnd.countDown();
    relay.close();
  }

  private void restart(
      Duration keepAlive, Duration idle, Duration total, Duration response, Duration linger) {
    relay.close();
    application = new TestApplication();
    relay =
        new Fixture(
            s -> s.withHttp(s.http().withTimes(keepAlive, idle, total, response, linger)),
            application);
  }

  private static String post(String path, String headers, String body) {
    return "POST " + path + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n" + body;
  }

  /** The answer after which the connection must be over, without a reset. */
  private RawHttp.Answer last(String request) throws IOException {
    try (RawHttp http = relay.raw()) {
      RawHttp.Answer answer = http.send(request).answer();
      assertEquals("close", answer.header("connection"), request);
      assertTrue(http.isAtEnd());
      return answer;
    }
  }

  private void assertRefused(int status, String request) throws IOException {
    RawHttp.Answer answer = last(request);
    assertEquals(status, answer.status(), request);
    assertEquals("application/json", answer.header("content-type"));
    assertTrue(answer.body().startsWith("{\"error\":{\"code\":"), answer.body());
  }

  @Test
  void keepAlive_servesManyRequests() throws Exception {
    try (RawHttp http = relay.raw()) {
      for (int i = 0; i < 100; i++) {
        RawHttp.Answer answer = http.send(GET_HEALTH).answer();
        assertEquals(200, answer.status());
        assertEquals(HEALTHY, answer.body());
        assertEquals("", answer.header("connection"));
        assertTrue(answer.header("date").endsWith("GMT"));
      }
    }
  }

  @Test
  void pipelined_areAnsweredInOrder() throws Exception {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      String body = "body " + i;
      requests.append(post("/echo?" + i, "Content-Length: " + body.length() + "\r\n", body));
    }
    try (RawHttp http = relay.raw()) {
      Thread sending = Thread.startVirtualThread(() -> send(http, requests.toString()));
      for (int i = 0; i < 2_000; i++) {
        RawHttp.Answer answer = http.answer();
        assertEquals("body " + i, answer.body());
        assertEquals(String.valueOf(i), answer.header("x-query"));
      }
      sending.join();
    }
  }

  private static void send(RawHttp http, String text) {
    try {
      http.send(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void pipelined_behindASlowRequest_wait() throws Exception {
    try (RawHttp http = relay.raw()) {
      http.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n" + GET_HEALTH);
      application.entered.await();
      application.mayEnd.countDown();
      assertEquals("waited", http.answer().body());
      assertEquals(HEALTHY, http.answer().body());
    }
  }

  @Test
  void http10_closesUnlessAsked() throws Exception {
    assertEquals(200, last("GET /health HTTP/1.0\r\n\r\n").status());
    try (RawHttp http = relay.raw()) {
      String request = "GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
      assertEquals("keep-alive", http.send(request).answer().header("connection"));
      assertEquals(200, http.send(request).answer().status());
    }
  }

  @Test
  void connectionClose_isHonoured() throws Exception {
    RawHttp.Answer answer = last("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertEquals(HEALTHY, answer.body());
  }

  @Test
  void head_isAnsweredWithoutBody() throws Exception {
    try (RawHttp http = relay.raw()) {
      RawHttp.Answer head = http.send("HEAD /health HTTP/1.1\r\nHost: x\r\n\r\n").head();
      assertEquals(String.valueOf(HEALTHY.length()), head.header("content-length"));
      assertEquals(HEALTHY, http.send(GET_HEALTH).answer().body());
    }
  }

  @Test
  void halfClosedClient_stillGetsItsAnswer() throws Exception {
    try (RawHttp http = relay.raw()) {
      http.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
      http.socket.shutdownOutput();
      application.entered.await();
      application.mayEnd.countDown();
      assertEquals("waited", http.answer().body());
      assertTrue(http.isAtEnd());
    }
  }

  @Test
  void request_partsReachTheApplication() throws Exception {
    try (RawHttp http = relay.raw()) {
      String headers = "x-SENT: one\r\nX-Sent: two\r\nContent-Length: 3\r\n";
      RawHttp.Answer answer = http.send(post("/echo?a=%20b", headers, "abc")).answer();
      assertEquals("POST", answer.header("x-method"));
      assertEquals("a=%20b", answer.header("x-query"));
      assertEquals("one|two", answer.header("x-sent"));
      assertEquals("abc", answer.body());
      String absolute = "GET http://other:80/health?x HTTP/1.1\r\nHost: other\r\n\r\n";
      assertEquals(200, http.send(absolute).answer().status());
    }
  }

  @Test
  void chunkedBody_isPutTogether() throws Exception {
    try (RawHttp http = relay.raw()) {
      String chunks = "3\r\nabc\r\n5;ext=1\r\ndefgh\r\n0\r\nX-Trailer: t\r\n\r\n";
      http.send(post("/echo", "Transfer-Encoding: chunked\r\n", chunks) + GET_HEALTH);
      assertEquals("abcdefgh", http.answer().body());
      assertEquals(HEALTHY, http.answer().body());
    }
  }

  @Test
  void body_ofExactlyTheLimit_isTaken() throws Exception {
    String body = "x".repeat(TestApplication.LIMIT_BYTES);
    try (RawHttp http = relay.raw()) {
      String headers = "Content-Length: " + body.length() + "\r\n";
      assertEquals(body, http.send(post("/echo", headers, body)).answer().body());
    }
  }

  @Test
  void body_declaredTooLong_gets413WithoutBeingSent() throws Exception {
    assertRefused(413, post("/echo", "Content-Length: 100001\r\n", ""));
    assertRefused(413, post("/echo", "Content-Length: 9999999999999\r\n", ""));
    assertRefused(413, post("/health", "Content-Length: 1\r\n", "x"));
    assertRefused(413, post("/events/x", "Content-Length: 1\r\n", "x"));
  }

  @Test
  void body_chunkedTooLong_gets413WhileItComes() throws Exception {
    try (RawHttp http = relay.raw()) {
      http.send(post("/echo", "Transfer-Encoding: chunked\r\n", ""));
      byte[] chunk = ("1000\r\n" + "x".repeat(4096) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 40; i++) {
        http.send(chunk);
      }
      RawHttp.Answer answer = http.answer();
      assertEquals(413, answer.status());
      assertEquals("close", answer.header("connection"));
      assertTrue(http.isAtEnd());
    }
  }

  @Test
  void body_endless_isCutSoonAfterThe413() throws Exception {
    Duration long_ = Duration.ofSeconds(20);
    restart(long_, long_, long_, long_, Duration.ofMillis(100));
    try (RawHttp http = relay.raw()) {
      http.send(post("/echo", "Content-Length: 100000000000\r\n", ""));
      assertEquals(413, http.answer().status());
      assertThrows(
          SocketException.class,
          () -> {
            while (true) {
              http.send(new byte[8192]);
            }
          });
    }
  }

  @Test
  void refusal_onJsonRpc_hasItsShape() throws Exception {
    RawHttp.Answer answer = last(post("/jsonrpc", "Content-Length: 100001\r\n", ""));
    assertEquals(413, answer.status());
    assertTrue(answer.body().startsWith("{\"jsonrpc\":\"2.0\",\"id\":null,"), answer.body());
  }

  @Test
  void expectContinue_isMetOnlyWhereTheBodyIsWanted() throws Exception {
    String expect = "Expect: 100-continue\r\n";
    try (RawHttp http = relay.raw()) {
      http.send(post("/echo", "Content-Length: 3\r\n" + expect, ""));
      assertEquals(100, http.head().status());
      assertEquals("abc", http.send("abc").answer().body());
    }
    assertRefused(413, post("/echo", "Content-Length: 100001\r\n" + expect, ""));
    assertRefused(417, post("/echo", "Content-Length: 3\r\nExpect: magic\r\n", ""));
    try (RawHttp http = relay.raw()) {
      http.send(post("/echo", "Content-Length: 0\r\n" + expect, ""));
      assertEquals(200, http.answer().status(), "nothing to continue with");
    }
  }

  @Test
  void malformedRequests_get400() throws Exception {
    List<String> requests =
        List.of(
            "NONSENSE\r\n\r\n",
            "GET /health\r\n\r\n",
            "GET  HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /health HTTP/1.1\r\n\r\n",
            "GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
            "GET health HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /he\tlth HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /health#top HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /\u00e4 HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /health HTTP/1.1\nHost: x\n\n",
            "GET /health HTTP/1.1\r\nHost : x\r\n\r\n",
            "GET /health HTTP/1.1\r\nHost: x\r\n: empty\r\n\r\n",
            "GET /health HTTP/1.1\r\nHost: x\r\nX-A: \u0000\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n");
    for (String request : requests) {
      assertRefused(400, request);
    }
  }

  @Test
  void smugglingForms_get400() throws Exception {
    String chunked = "Transfer-Encoding: chunked\r\n";
    List<String> requests =
        List.of(
            post("/echo", "Content-Length: 5\r\n" + chunked, "0\r\n\r\n"),
            post("/echo", chunked + "Content-Length: 5\r\n", "0\r\n\r\n"),
            post("/echo", "Content-Length: 5\r\nContent-Length: 6\r\n", "abcde"),
            post("/echo", "Content-Length: 5\r\nContent-Length: 5\r\n", "abcde"),
            post("/echo", "Content-Length: 5, 5\r\n", "abcde"),
            post("/echo", "Content-Length: +5\r\n", "abcde"),
            post("/echo", "Content-Length: -5\r\n", "abcde"),
            post("/echo", "Content-Length: 5x\r\n", "abcde"),
            post("/echo", "X-A: b\r\n c\r\nContent-Length: 0\r\n", ""),
            post("/echo", " X-A: b\r\nContent-Length: 0\r\n", ""),
            "\r\n" + post("/echo", "Transfer-Encoding:\r\n\tchunked\r\n", "0\r\n\r\n"),
            post("/echo", "Transfer-Encoding: gzip\r\n", "abc"),
            post("/echo", "Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n"),
            post("/echo", chunked + chunked, "0\r\n\r\n"),
            "POST /echo HTTP/1.0\r\nHost: x\r\n" + chunked + "\r\n0\r\n\r\n");
    for (String request : requests) {
      assertRefused(400, request);
    }
  }

  @Test
  void foldedHeader_arrivingByteByByte_gets400() throws Exception {
    try (RawHttp http = relay.raw()) {
      for (byte b :
          "GET /health HTTP/1.1\r\nHost: x\r\n folded".getBytes(StandardCharsets.US_ASCII)) {
        try {
          http.send(new byte[] {b});
        } catch (SocketException e) {
          break;
        }
      }
      assertEquals(400, http.answer().status());
    }
  }

  @Test
  void bodyThatBeginsWithSpace_isNoFoldedHeader() throws Exception {
    try (RawHttp http = relay.raw()) {
      for (int cut = 1; cut < 70; cut++) {
        byte[] request =
            post("/echo", "Content-Length: 7\r\n", " \t\r\n a ")
                .getBytes(StandardCharsets.US_ASCII);
        int at = Math.min(cut, request.length - 1);
        http.send(Arrays.copyOf(request, at));
        http.send(Arrays.copyOfRange(request, at, request.length));
        assertEquals(" \t\r\n a ", http.answer().body());
      }
    }
  }

  @Test
  void chunks_malformed_get400() throws Exception {
    for (String chunks :
        List.of("x\r\nabc\r\n", "\r\n", "3\r\nabcd\r\n", "-1\r\n", "fffffffff\r\n", "3\nabc\r\n")) {
      assertRefused(400, post("/echo", "Transfer-Encoding: chunked\r\n", chunks));
    }
  }

  @Test
  void tooLongLineOrHeaders_get414And431() throws Exception {
    assertRefused(414, "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    assertRefused(
        431, "GET /health HTTP/1.1\r\nHost: x\r\nX-A: " + "a".repeat(17_000) + "\r\n\r\n");
    assertRefused(
        431, "GET /health HTTP/1.1\r\nHost: x\r\n" + "X-A: aaaaaaaa\r\n".repeat(2_000) + "\r\n");
  }

  @Test
  void otherVersion_gets505() throws Exception {
    assertRefused(505, "GET /health HTTP/2.0\r\nHost: x\r\n\r\n");
    assertRefused(505, "GET /health HTTP/1.2\r\nHost: x\r\n\r\n");
  }

  @Test
  void unknownPath_gets404() throws Exception {
    assertRefused(404, "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n");
  }

  @Test
  void slowHeadAndSlowBody_get408_whateverTheDrip() throws Exception {
    Duration long_ = Duration.ofSeconds(20);
    restart(long_, Duration.ofMillis(150), long_, long_, long_);
    assertRefused(408, "GET /health HTTP/1.1\r\nHost:");
    assertRefused(408, post("/echo", "Content-Length: 10\r\n", "abc"));
    restart(long_, long_, Duration.ofMillis(300), long_, long_);
    try (RawHttp http = relay.raw()) {
      http.send("GET /health HTTP/1.1\r\n");
      int drops = 0;
      while (http.socket.getInputStream().available() == 0) {
        http.send("X-" + drops++ + ": a\r\n");
        LockSupport.parkNanos(5_000_000);
      }
      assertEquals(408, http.answer().status());
    }
  }

  @Test
  void idleConnection_isClosedSilently() throws Exception {
    Duration long_ = Duration.ofSeconds(20);
    restart(Duration.ofMillis(100), long_, long_, long_, long_);
    try (RawHttp http = relay.raw()) {
      assertEquals(200, http.send(GET_HEALTH).answer().status());
      assertTrue(http.isAtEnd());
    }
  }

  @Test
  void slowApplication_isNotTheClientsFault() throws Exception {
    Duration short_ = Duration.ofMillis(50);
    Duration long_ = Duration.ofSeconds(20);
    restart(short_, short_, short_, long_, long_);
    try (RawHttp http = relay.raw()) {
      http.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n" + GET_HEALTH);
      application.entered.await();
      long end = System.nanoTime() + short_.multipliedBy(4).toNanos();
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(5_000_000);
      }
      application.mayEnd.countDown();
      assertEquals("waited", http.answer().body());
      assertEquals(HEALTHY, http.answer().body());
    }
  }

  @Test
  void applicationFailure_is500WithoutTheReason() throws Exception {
    try (RawHttp http = relay.raw()) {
      RawHttp.Answer answer = http.send("GET /fail HTTP/1.1\r\nHost: x\r\n\r\n").answer();
      assertEquals(500, answer.status());
      assertTrue(answer.body().contains("correlation id"), answer.body());
      assertFalse(answer.body().contains("secret"), answer.body());
      RawHttp.Answer split = http.send("GET /inject HTTP/1.1\r\nHost: x\r\n\r\n").answer();
      assertEquals(500, split.status());
      assertEquals("", split.header("x-worse"));
      assertEquals(200, http.send(GET_HEALTH).answer().status());
    }
  }

  @Test
  void errorOfTheVm_endsTheConnection() throws Exception {
    try (RawHttp http = relay.raw()) {
      assertTrue(http.send("GET /error HTTP/1.1\r\nHost: x\r\n\r\n").isAtEnd());
    }
  }

  @Test
  void streamedBody_arrivesWhole_orTheConnectionIsCut() throws Exception {
    try (RawHttp http = relay.raw()) {
      http.send("GET /stream/3000000/3000000 HTTP/1.1\r\nHost: x\r\n\r\n" + GET_HEALTH);
      assertEquals(3_000_000, http.answer().bytes().length);
      assertEquals(HEALTHY, http.answer().body());
      RawHttp.Answer head = http.send("HEAD /stream/10/10 HTTP/1.1\r\nHost: x\r\n\r\n").head();
      assertEquals("10", head.header("content-length"));
      http.send("GET /stream/10/20 HTTP/1.1\r\nHost: x\r\n\r\n");
      assertEquals("20", http.head().header("content-length"));
      assertEquals(10, http.in.readAllBytes().length);
    }
  }

  @Test
  void clientThatTakesNothing_isClosed() throws Exception {
    Duration long_ = Duration.ofSeconds(20);
    restart(long_, long_, long_, Duration.ofMillis(300), long_);
    try (RawHttp http = RawHttp.open(relay.server.port(), 4096)) {
      http.send("GET /stream/100000000/100000000 HTTP/1.1\r\nHost: x\r\n\r\n");
      http.head();
      Fixture.await("the stream is given up", () -> relay.server.connections() == 0);
    }
  }

  @Test
  void answersThatNobodyTakes_stopTheReading() throws Exception {
    String body = "y".repeat(50_000);
    String request = post("/echo", "Content-Length: 50000\r\n", body);
    try (RawHttp http = RawHttp.open(relay.server.port(), 4096)) {
      Thread sending =
          Thread.startVirtualThread(
              () -> {
                for (int i = 0; i < 400; i++) {
                  send(http, request);
                }
              });
      for (int i = 0; i < 400; i++) {
        assertEquals(50_000, http.answer().bytes().length);
      }
      sending.join();
    }
  }

  @Test
  void bodies_overTheMemoryForAll_get503() throws Exception {
    relay.close();
    relay = new Fixture(s -> s.withHttp(s.http().withMaxBodiesBytes(60_000)));
    String half = "x".repeat(50_000);
    try (RawHttp first = relay.raw()) {
      first.send(post("/echo", "Content-Length: 50001\r\n", half));
      Fixture.await("the first body is held", () -> relay.server.bodyBytes() == 50_000);
      RawHttp.Answer second = last(post("/echo", "Content-Length: 50000\r\n", half));
      assertEquals(503, second.status());
      assertEquals("1", second.header("retry-after"));
      assertEquals(50_001, first.send("x").answer().bytes().length);
      Fixture.await("all is given back", () -> relay.server.bodyBytes() == 0);
    }
  }

  @Test
  void connections_overTheLimit_areClosed() throws Exception {
    relay.close();
    relay = new Fixture(s -> s.withHttp(s.http().withMaxConnections(1)));
    try (RawHttp first = relay.raw()) {
      assertEquals(200, first.send(GET_HEALTH).answer().status());
      try (RawHttp second = relay.raw()) {
        assertTrue(second.isAtEnd());
      }
      assertEquals(200, first.send(GET_HEALTH).answer().status());
    }
  }

  @Test
  void drain_letsRequestsEnd_andClosesTheRest() throws Exception {
    try (RawHttp idle = relay.raw();
        RawHttp busy = relay.raw()) {
      assertEquals(200, idle.send(GET_HEALTH).answer().status());
      busy.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
      application.entered.await();
      Thread draining = Thread.startVirtualThread(() -> relay.server.drain(Duration.ofSeconds(15)));
      assertTrue(idle.isAtEnd());
      assertThrows(IOException.class, relay::raw);
      application.mayEnd.countDown();
      RawHttp.Answer answer = busy.answer();
      assertEquals("waited", answer.body());
      assertEquals("close", answer.header("connection"));
      assertTrue(busy.isAtEnd());
      busy.socket.close();
      assertTrue(draining.join(Duration.ofSeconds(10)));
    }
  }

  @Test
  void drain_cutsWhatTakesTooLong() throws Exception {
    try (RawHttp busy = relay.raw()) {
      busy.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
      application.entered.await();
      relay.server.drain(Duration.ofMillis(100));
      assertThrows(EOFException.class, busy::answer);
    }
  }

  @Test
  void takenPort_isOneClearLine() {
    int port = relay.server.port();
    Watching ports =
        new Watching(relay.jobs, relay.feed, relay.keyring, relay.keys, InstantSource.system());
    PortUnavailableException e =
        assertThrows(
            PortUnavailableException.class,
            () ->
                RelayServer.start(
                    RelaySettings.DEFAULTS.withAddress("127.0.0.1", port), ports, application));
    assertEquals(
        "cannot listen on 127.0.0.1:" + port + ": the port is already in use", e.getMessage());
  }
}
