package dev.codexgateway.functions.jsonrpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.codexgateway.core.job.JobQuery;
import dev.codexgateway.core.key.KeyText;
import dev.codexgateway.core.key.Scope;
import dev.codexgateway.core.rpc.RpcMethod;
import dev.codexgateway.testkit.http.FakeRequest;
import dev.codexgateway.testkit.http.FakeResponse;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /jsonrpc} as HTTP: statuses, headers, keys, bodies. */
class JsonRpcFunctionTest {
  private static final String LIST = Gateway.body("command.list", "{}");

  private final Gateway gateway = new Gateway();

  @Test
  void result_is200WithJson() {
    FakeResponse response = gateway.post(LIST);
    assertEquals(200, response.status());
    assertEquals("application/json", response.header("Content-Type"));
    assertEquals("2.0", response.json().get("jsonrpc").getAsString());
    assertEquals(1, response.json().get("id").getAsInt());
  }

  @Test
  void errorOfACall_is200() {
    assertEquals(200, gateway.call("job.get", "{\"job_id\":\"x\"}").status());
    assertEquals(200, gateway.call("job.get", "{}").status());
    assertEquals(200, gateway.call("absent", "{}").status());
    assertEquals(-32601, gateway.call("absent", "{}").code());
  }

  @Test
  void text_isUtf8BothWays() {
    FakeResponse response = gateway.call("exec", "{\"command\":\"echo\",\"args\":[\"é😀\"]}");
    assertTrue(response.text().contains("é😀"), response.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "nonsense",
        "{\"jsonrpc\":\"2.0\"} x",
        "{'jsonrpc':'2.0'}",
        "{\"jsonrpc\":\"2.0\",\"jsonrpc\":\"2.0\",\"method\":\"exec\",\"id\":1}"
      })
  void body_thatIsNoJson_is400ParseErrorAndNothingHappens(String body) {
    FakeResponse response = gateway.post(body);
    assertEquals(400, response.status());
    assertEquals(-32700, response.code());
    assertTrue(response.json().get("id").isJsonNull());
    assertNothingHappened();
  }

  @Test
  void body_ofMalformedUtf8_is400ParseError() {
    byte[] body = LIST.getBytes(UTF_8);
    body[20] = (byte) 0xC0;
    FakeResponse response =
        gateway.send(FakeRequest.post("/jsonrpc", body).header("X-API-Key", gateway.admin));
    assertEquals(400, response.status());
    assertEquals("Parse error: not valid UTF-8 at byte 20", response.message());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "null", "{}", "[]", "{\"jsonrpc\":\"2.0\",\"method\":1,\"id\":1}"})
  void body_ofOneInvalidRequest_is400InvalidRequest(String body) {
    FakeResponse response = gateway.post(body);
    assertEquals(400, response.status());
    assertEquals(-32600, response.code());
  }

  @Test
  void batch_withInvalidRequests_is200() {
    FakeResponse response = gateway.post("[1,2]");
    assertEquals(200, response.status());
    assertEquals(2, response.jsons().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"method\":\"command.list\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"absent\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"exec\",\"params\":{}}",
        "[{\"jsonrpc\":\"2.0\",\"method\":\"absent\"},{\"jsonrpc\":\"2.0\",\"method\":\"exec\"}]"
      })
  void notifications_are204WithoutABody(String body) {
    FakeResponse response = gateway.post(body);
    assertEquals(204, response.status());
    assertEquals("", response.text());
    assertEquals("", response.header("Content-Type"));
  }

  @Test
  void notification_ofExec_submitsTheJob() {
    String exec = "{\"jsonrpc\":\"2.0\",\"method\":\"exec\",\"params\":{\"command\":\"echo\"}}";
    assertEquals(204, gateway.post(exec).status());
    assertEquals(1, gateway.platform.queue().waiting().size());
  }

  @Test
  void notifications_thatTheStoreCannotTake_are503AndNeverA2xx() {
    String exec = "{\"jsonrpc\":\"2.0\",\"method\":\"exec\",\"params\":{\"command\":\"echo\"}}";
    String nullId = exec.replace("\"method\"", "\"id\":null,\"method\"");
    gateway.platform.jobs().setAvailable(false);
    assertEquals(503, gateway.post(exec).status());
    assertEquals(503, gateway.post("[" + exec + "," + exec + "]").status());
    FakeResponse mixed = gateway.post("[" + exec + "," + nullId + "]");
    assertEquals(200, mixed.status());
    assertEquals(1, mixed.text().split("-32006", -1).length - 1);
    gateway.platform.jobs().setAvailable(true);
    assertNothingHappened();
  }

  @Test
  void batch_ofAHundredExecs_makesAHundredJobs() {
    String exec = Gateway.body("exec", "{\"command\":\"echo\"}");
    FakeResponse response =
        gateway.post("[" + String.join(",", Collections.nCopies(100, exec)) + "]");
    Set<String> ids = new LinkedHashSet<>();
    for (JsonElement answer : response.jsons()) {
      JsonObject job = answer.getAsJsonObject().getAsJsonObject("result");
      ids.add(job.get("job_id").getAsString());
    }
    assertEquals(100, ids.size());
    assertEquals(100, gateway.platform.queue().waiting().size());
    assertEquals(100, jobs());
  }

  @Test
  void batch_ofAHundredAndOneExecs_makesNone() {
    String exec = Gateway.body("exec", "{\"command\":\"echo\"}");
    FakeResponse response =
        gateway.post("[" + String.join(",", Collections.nCopies(101, exec)) + "]");
    assertEquals(400, response.status());
    assertEquals(-32600, response.code());
    assertNothingHappened();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "post"})
  void method_otherThanPost_is405WithAllow(String method) {
    FakeResponse response =
        gateway.send(
            new FakeRequest(method, "/jsonrpc", InputStream.nullInputStream())
                .header("X-API-Key", gateway.admin));
    assertEquals(405, response.status());
    assertEquals("POST", response.header("Allow"));
    assertEquals(-32600, response.code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        " application/json ",
        "application/json-rpc"
      })
  void contentType_ofJson_isTaken(String type) {
    assertEquals(200, gateway.send(typed(type)).status());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "text/plain",
        "application/xml",
        "application/jsonx",
        "text/json",
        "multipart/form-data",
        "application/x-www-form-urlencoded",
        "json",
        "; application/json"
      })
  void contentType_other_is415(String type) {
    FakeResponse response = gateway.send(typed(type));
    assertEquals(415, response.status());
    assertEquals(-32600, response.code());
    assertNothingHappened();
  }

  private FakeRequest typed(String type) {
    FakeRequest request =
        FakeRequest.post("/jsonrpc", LIST)
            .without("Content-Type")
            .header("X-API-Key", gateway.admin);
    return type == null ? request : request.header("Content-Type", type);
  }

  @Test
  void body_ofExactlyTheLimit_isRead() {
    String body = LIST + " ".repeat(JsonRpcFunction.MAX_BODY_BYTES - LIST.length());
    assertEquals(200, gateway.post(body).status());
    assertEquals(413, gateway.post(body + " ").status());
  }

  @Test
  void body_announcedOverTheLimit_is413WithoutReading() {
    InputStream unread =
        stream(
            () -> {
              throw new AssertionError("was read");
            });
    FakeResponse response =
        gateway.send(
            new FakeRequest("POST", "/jsonrpc", unread)
                .contentLength(JsonRpcFunction.MAX_BODY_BYTES + 1L)
                .header("Content-Type", "application/json")
                .header("X-API-Key", gateway.admin));
    assertEquals(413, response.status());
    assertEquals(-32600, response.code());
  }

  @Test
  void body_withoutLength_is413OnceOverTheLimit() {
    AtomicLong read = new AtomicLong();
    InputStream endless =
        stream(
            () -> {
              read.incrementAndGet();
              return ' ';
            });
    InputStream body =
        new SequenceInputStream(new ByteArrayInputStream(LIST.getBytes(UTF_8)), endless);
    FakeResponse response =
        gateway.send(
            new FakeRequest("POST", "/jsonrpc", body)
                .header("Content-Type", "application/json")
                .header("X-API-Key", gateway.admin));
    assertEquals(413, response.status());
    assertTrue(read.get() <= JsonRpcFunction.MAX_BODY_BYTES + 1, read + " bytes were read");
  }

  @Test
  void key_ofNobody_is401WithOneTextForEveryReason() {
    String revoked = gateway.key("a", "*");
    gateway.call("key.revoke", "{\"key_id\":\"" + id(revoked) + "\",\"owner\":\"a\"}");
    gateway.platform.keys().revoke(id(revoked), gateway.now.get());
    String expired =
        gateway
            .platform
            .keyring()
            .make("a", "", Set.of(Scope.ALL), Optional.of(gateway.now.get().plusSeconds(5)))
            .text()
            .text();
    gateway.now.set(gateway.now.get().plusSeconds(5));
    String unknown = KeyText.next(new SecureRandom()).text();
    String sameIdOtherSecret = gateway.admin.substring(0, 20) + unknown.substring(20);
    Set<String> answers = new LinkedHashSet<>();
    answers.add(refusal(FakeRequest.post("/jsonrpc", LIST)));
    for (String key :
        List.of(
            revoked,
            expired,
            unknown,
            sameIdOtherSecret,
            gateway.admin + "x",
            gateway.admin.substring(1),
            gateway.admin.toUpperCase(Locale.ROOT),
            "admin",
            "garbage",
            "é\u0000",
            "",
            " ",
            "x".repeat(100_000))) {
      answers.add(refusal(FakeRequest.post("/jsonrpc", LIST).header("X-API-Key", key)));
      answers.add(
          refusal(FakeRequest.post("/jsonrpc", LIST).header("Authorization", "Bearer " + key)));
    }
    answers.add(refusal(FakeRequest.post("/jsonrpc", LIST).header("Authorization", gateway.admin)));
    answers.add(
        refusal(
            FakeRequest.post("/jsonrpc", LIST).header("Authorization", "Basic " + gateway.admin)));
    answers.add(refusal(FakeRequest.post("/jsonrpc", "not even JSON")));
    assertEquals(
        Set.of(
            "{\"jsonrpc\":\"2.0\",\"id\":null,"
                + "\"error\":{\"code\":-32001,\"message\":\"Missing or invalid API key\"}}"),
        answers);
  }

  private String refusal(FakeRequest request) {
    FakeResponse response = gateway.send(request);
    assertEquals(401, response.status());
    assertEquals("Bearer realm=\"codex-gateway\"", response.header("WWW-Authenticate"));
    return response.text();
  }

  private static String id(String key) {
    return KeyText.parse(key).orElseThrow().id();
  }

  @Test
  void key_inEitherHeaderOrInBothAlike_isTaken() {
    assertEquals(200, gateway.send(with("x-api-key", gateway.admin)).status());
    assertEquals(200, gateway.send(with("Authorization", "Bearer " + gateway.admin)).status());
    assertEquals(200, gateway.send(with("authorization", "bearer  " + gateway.admin)).status());
    assertEquals(
        200,
        gateway
            .send(
                with("Authorization", "Bearer " + gateway.admin).header("X-API-Key", gateway.admin))
            .status());
  }

  @Test
  void keys_thatDiffer_are400() {
    String other = gateway.key("b", "*");
    for (FakeRequest request :
        List.of(
            with("X-API-Key", gateway.admin).header("Authorization", "Bearer " + other),
            with("X-API-Key", gateway.admin).header("x-api-key", other),
            with("X-API-Key", "wrong").header("Authorization", "Bearer " + gateway.admin))) {
      FakeResponse response = gateway.send(request);
      assertEquals(400, response.status());
      assertEquals(-32600, response.code());
      assertFalse(response.text().contains(gateway.admin));
    }
  }

  private static FakeRequest with(String header, String value) {
    return FakeRequest.post("/jsonrpc", LIST).header(header, value);
  }

  @Test
  void scope_lacking_is403ForACallAndInsideABatchAnElement() {
    String reader = gateway.key("admin", "jobs:read");
    String exec = Gateway.body("exec", "{\"command\":\"echo\"}");
    FakeResponse single =
        gateway.send(FakeRequest.post("/jsonrpc", exec).header("X-API-Key", reader));
    assertEquals(403, single.status());
    assertEquals(-32002, single.code());
    FakeResponse batch =
        gateway.send(FakeRequest.post("/jsonrpc", "[" + exec + "]").header("X-API-Key", reader));
    assertEquals(200, batch.status());
    assertTrue(batch.text().contains("-32002"));
    assertNothingHappened();
  }

  @Test
  void store_unavailable_is503WithRetryAfterAndWorksAgainLater() {
    gateway.platform.jobs().setAvailable(false);
    FakeResponse response = gateway.call("exec", "{\"command\":\"echo\"}");
    assertEquals(503, response.status());
    assertEquals("1", response.header("Retry-After"));
    assertEquals(-32006, response.code());
    gateway.platform.jobs().setAvailable(true);
    assertNothingHappened();
    assertEquals(200, gateway.call("exec", "{\"command\":\"echo\"}").status());
  }

  @Test
  void method_thatFails_is200WithInternalErrorAndNoDetail() {
    JsonRpcHandler handler =
        new JsonRpcHandler(
            gateway.platform.keyring(),
            Map.<String, RpcMethod<Caller>>of(
                "broken",
                (_, _) -> {
                  throw new IllegalStateException("secret detail");
                }));
    Answer answer =
        handler.handle(
            new Intake(
                gateway.platform.keyring().identify(gateway.admin).orElseThrow(),
                Optional.empty(),
                Gateway.body("broken", "{}").getBytes(UTF_8)));
    assertEquals(200, answer.status());
    assertTrue(answer.json().contains("\"code\":-32603"));
    assertTrue(answer.json().contains("correlation_id"));
    assertFalse(answer.json().contains("secret"));
  }

  @Test
  void failure_outsideOfAMethod_is500WithCorrelationIdAndNoDetail() {
    FakeRequest broken =
        new FakeRequest(
                "POST",
                "/jsonrpc",
                stream(
                    () -> {
                      throw new IllegalStateException("secret detail");
                    }))
            .header("Content-Type", "application/json")
            .header("X-API-Key", gateway.admin);
    FakeResponse response = gateway.send(broken);
    assertEquals(500, response.status());
    assertEquals(-32603, response.code());
    assertFalse(response.text().contains("secret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Idempotency-Key", "idempotency-key", "IDEMPOTENCY-KEY"})
  void idempotencyKey_inTheHeader_isThatOfTheCall(String header) {
    String exec = Gateway.body("exec", "{\"command\":\"echo\"}");
    String first = Gateway.jobId(gateway.send(keyed(exec, header, "k")));
    assertEquals(first, Gateway.jobId(gateway.send(keyed(exec, header, "k"))));
    assertEquals(1, jobs());
  }

  @Test
  void idempotencyKey_unfit_is400() {
    String exec = Gateway.body("exec", "{\"command\":\"echo\"}");
    for (FakeRequest request :
        List.of(
            keyed(exec, "Idempotency-Key", ""),
            keyed(exec, "Idempotency-Key", "k".repeat(256)),
            keyed(exec, "Idempotency-Key", "a").header("idempotency-key", "b"),
            keyed(" [" + exec + "]", "Idempotency-Key", "k"))) {
      FakeResponse response = gateway.send(request);
      assertEquals(400, response.status());
      assertEquals(-32600, response.code());
    }
    assertNothingHappened();
  }

  private FakeRequest keyed(String body, String header, String value) {
    return FakeRequest.post("/jsonrpc", body)
        .header("X-API-Key", gateway.admin)
        .header(header, value);
  }

  @Test
  void nonsense_huge_isRefusedAndTheNextCallWorks() {
    for (String params :
        List.of(
            "[".repeat(100_000),
            "[" + "9".repeat(900_000) + "]",
            "{\"command\":\"" + "c".repeat(900_000) + "\"}",
            "{\"" + "k".repeat(900_000) + "\":1}",
            "{\"command\":\"echo\",\"args\":[" + "1,".repeat(400_000) + "1]}",
            "{\"command\":\"echo\",\"labels\":{\"" + "l".repeat(900_000) + "\":\"\"}}",
            "{\"command\":\"echo\",\"env\":{\"" + "e".repeat(900_000) + "\":\"\"}}",
            "{\"command\":\"echo\",\"timeout_seconds\":1e999999999}",
            "{\"command\":\"echo\",\"wait_seconds\":1" + "0".repeat(900) + "}")) {
      FakeResponse response = gateway.call("exec", params);
      assertTrue(response.json().has("error"));
      assertTrue(response.text().length() < 10_000, response.text().length() + " characters");
    }
    assertNothingHappened();
    assertEquals(200, gateway.call("exec", "{\"command\":\"echo\"}").status());
  }

  private static InputStream stream(IntSupplier next) {
    return new InputStream() {
      @Override
      public int read() {
        return next.getAsInt();
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        bytes[offset] = (byte) next.getAsInt();
        return 1;
      }
    };
  }

  private void assertNothingHappened() {
    assertEquals(0, jobs());
    assertEquals(List.of(), gateway.platform.queue().waiting());
  }

  private int jobs() {
    JobQuery all = new JobQuery("admin", Optional.empty(), Optional.empty(), Optional.empty(), 100);
    return gateway.platform.jobs().list(all).size();
  }
}
