package dev.codexgateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.key.Scope;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private Fixture relay =
      new Fixture(
          s -> s.withWatch(s.watch().withAllowedOrigins(Set.of("https://console.example.com"))));

  @AfterEach
  void stop() {
    relay.close();
  }

  private RawHttp.Answer upgrade(String... headers) throws IOException {
    return exchange(WsClient.request(headers));
  }

  private RawHttp.Answer exchange(String request) throws IOException {
    try (RawHttp http = relay.raw()) {
      return http.send(request).answer();
    }
  }

  private String key() {
    return "X-API-Key: " + relay.keyText();
  }

  private void assertUnauthenticated(RawHttp.Answer answer) {
    assertEquals(401, answer.status());
    assertEquals(
        "{\"error\":{\"code\":-32001,\"message\":\"Missing or invalid API key\"}}", answer.body());
    assertEquals("Bearer", answer.header("www-authenticate"));
  }

  @Test
  void key_inEitherHeader_isAccepted() throws Exception {
    RawHttp.Answer answer = upgrade(key());
    assertEquals(101, answer.status());
    assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", answer.header("sec-websocket-accept"));
    assertEquals("", answer.header("sec-websocket-protocol"));
    assertEquals(101, upgrade("Authorization: bearer " + relay.keyText()).status());
    assertEquals(101, upgrade("X-API-Key: " + relay.keyOf("bob", Scope.JOBS_READ)).status());
  }

  @Test
  void key_missingWrongOrRevoked_looksTheSame() throws Exception {
    assertUnauthenticated(upgrade());
    assertUnauthenticated(upgrade("X-API-Key: gwk_nonsense"));
    assertUnauthenticated(upgrade("Sec-WebSocket-Protocol: codexgateway.v1, ticket.nonsense"));
    relay.keys.revoke(relay.key.key().id(), Instant.now());
    relay.keyring.forget(relay.key.key().id());
    assertUnauthenticated(upgrade(key()));
  }

  @Test
  void key_withoutScope_isForbidden() throws Exception {
    RawHttp.Answer answer =
        upgrade("X-API-Key: " + relay.keyOf("alice", Scope.submit("echo"), Scope.KEYS_ADMIN));
    assertEquals(403, answer.status());
    assertTrue(answer.body().contains("-32002"), answer.body());
  }

  @Test
  void keys_twoDifferent_areContradictory() throws Exception {
    String other = relay.keyOf("alice", Scope.ALL);
    assertEquals(400, upgrade(key(), "Authorization: Bearer " + other).status());
    String ticket = relay.ticket(Set.of(), Optional.empty());
    assertEquals(
        400, upgrade(key(), "Sec-WebSocket-Protocol: codexgateway.v1, ticket." + ticket).status());
  }

  @Test
  void ticket_worksOnce() throws Exception {
    String offer =
        "Sec-WebSocket-Protocol: codexgateway.v1, ticket."
            + relay.ticket(Set.of(), Optional.empty());
    RawHttp.Answer answer = upgrade(offer);
    assertEquals(101, answer.status());
    assertEquals("codexgateway.v1", answer.header("sec-websocket-protocol"));
    assertUnauthenticated(upgrade(offer));
  }

  @Test
  void ticket_boundToOrigin_refusesOthers() throws Exception {
    String page = "https://console.example.com";
    String offer = "Sec-WebSocket-Protocol: codexgateway.v1, ticket.";
    assertUnauthenticated(
        upgrade(offer + relay.ticket(Set.of(), Optional.of(page)), "Origin: http://localhost"));
    assertUnauthenticated(upgrade(offer + relay.ticket(Set.of(), Optional.of(page))));
    assertEquals(
        101,
        upgrade(offer + relay.ticket(Set.of(), Optional.of(page)), "Origin: " + page).status());
  }

  @Test
  void ticket_ofRevokedKey_isDead() throws Exception {
    String ticket = relay.ticket(Set.of(), Optional.empty());
    relay.keys.revoke(relay.key.key().id(), Instant.now());
    relay.keyring.forget(relay.key.key().id());
    assertUnauthenticated(upgrade("Sec-WebSocket-Protocol: codexgateway.v1, ticket." + ticket));
  }

  @Test
  void ticket_boundToJobs_hidesOthers() throws Exception {
    JobId mine = relay.running();
    JobId other = relay.running();
    String ticket = relay.ticket(Set.of(mine), Optional.empty());
    try (WsClient client =
        WsClient.open(
            relay.server.port(), "Sec-WebSocket-Protocol: codexgateway.v1, ticket." + ticket)) {
      client.subscribe(1, other.value(), 1);
      assertTrue(client.next().text().contains("-32003"));
      client.subscribe(2, mine.value(), 1);
      assertTrue(client.nextJson().has("result"));
    }
  }

  @Test
  void origin_listedOrSameHost_isAllowed_othersNot() throws Exception {
    assertEquals(101, upgrade(key(), "Origin: https://console.example.com").status());
    assertEquals(101, upgrade(key(), "Origin: http://localhost").status());
    for (String origin :
        List.of("https://evil.example", "null", "http://localhost.evil.example", "localhost")) {
      RawHttp.Answer answer = upgrade(key(), "Origin: " + origin);
      assertEquals(403, answer.status(), origin);
      assertTrue(answer.body().contains("-32002"), answer.body());
    }
  }

  @Test
  void handshake_malformed_isRefusedWithReason() throws Exception {
    String good = WsClient.request(key());
    assertEquals(405, exchange(good.replace("GET", "POST")).status());
    RawHttp.Answer plain = exchange("GET /ws HTTP/1.1\r\nHost: x\r\n\r\n");
    assertEquals(426, plain.status());
    assertEquals("websocket", plain.header("upgrade"));
    RawHttp.Answer version = exchange(good.replace("Version: 13", "Version: 8"));
    assertEquals(426, version.status());
    assertEquals("13", version.header("sec-websocket-version"));
    assertEquals(400, exchange(good.replace("dGhl", "!!!!")).status());
    assertEquals(400, exchange(good.replace("dGhlIHNhbXBsZSBub25jZQ==", "dGhl")).status());
    assertEquals(400, upgrade(key(), "Sec-WebSocket-Protocol: graphql-ws").status());
  }

  @Test
  void connections_overTheLimit_get503() throws Exception {
    relay.close();
    relay = new Fixture(s -> s.withWatch(s.watch().withMaxConnections(1)));
    JobId job = relay.running();
    try (WsClient _ = relay.ws()) {
      RawHttp.Answer answer = upgrade(key());
      assertEquals(503, answer.status());
      assertEquals("5", answer.header("retry-after"));
      assertTrue(answer.body().contains("-32006"), answer.body());
      String stream = "GET /events/" + job + " HTTP/1.1\r\nHost: x\r\n" + key() + "\r\n\r\n";
      assertEquals(503, exchange(stream).status());
    }
    Fixture.await("the place is free", () -> relay.server.watchers() == 0);
    assertUnauthenticated(upgrade());
    assertEquals(101, upgrade(key()).status());
  }

  @Test
  void storeUnavailable_asksToComeBack() throws Exception {
    JobId job = relay.running();
    relay.jobs.unavailable(true);
    RawHttp.Answer answer =
        exchange("GET /events/" + job + " HTTP/1.1\r\nHost: x\r\n" + key() + "\r\n\r\n");
    assertEquals(503, answer.status());
    try (WsClient client = relay.ws()) {
      client.subscribe(1, job.value(), 1);
      assertTrue(client.next().text().contains("-32006"));
      relay.jobs.unavailable(false);
      client.subscribe(2, job.value(), 1);
      assertTrue(client.nextJson().has("result"));
    }
  }
}
