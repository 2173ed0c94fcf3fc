package dev.codexgateway.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What bad input gets: a status, a code and the reason, and never a stack trace. */
interface BadInputRules extends EndToEnd {
  /** A body, and the status and code that answer it. */
  record Body(String name, String text, int status, int code) {}

  @TestFactory
  default Stream<DynamicTest> badBody_isAnsweredWithItsReason() {
    return Stream.of(
            new Body("nothing", "", 400, -32700),
            new Body("no JSON", "{", 400, -32700),
            new Body("trailing data", "{} {}", 400, -32700),
            new Body("duplicate member", "{\"id\":1,\"id\":2}", 400, -32700),
            new Body("single quotes", "{'id':1}", 400, -32700),
            new Body("too deep", "[".repeat(40) + "]".repeat(40), 400, -32700),
            new Body("a number", "1", 400, -32600),
            new Body("an empty batch", "[]", 400, -32600),
            new Body("a batch over the limit", batch(101), 400, -32600),
            new Body("no version", "{\"id\":1,\"method\":\"exec\"}", 400, -32600),
            new Body("a method that is no text", rpc("5", "{}"), 400, -32600),
            new Body("params that are no object", rpc("\"exec\"", "3"), 400, -32600),
            new Body("an unknown method", rpc("\"no.such\"", "{}"), 200, -32601),
            new Body("params by position", rpc("\"exec\"", "[\"echo\"]"), 200, -32602),
            new Body("no params", rpc("\"exec\"", "{}"), 200, -32602),
            new Body("an unknown member", rpc("\"job.list\"", "{\"stat\":1}"), 200, -32602),
            new Body("no such command", exec("\"command\":\"sh\""), 200, -32602),
            new Body("a dash", exec("\"command\":\"echo\",\"args\":[\"-n\"]"), 200, -32602),
            new Body(
                "over its bounds", exec("\"command\":\"counter\",\"args\":[\"0\"]"), 200, -32602),
            new Body("too many", exec("\"command\":\"date\",\"args\":[\"x\"]"), 200, -32602),
            new Body("a wrong type", exec("\"command\":\"echo\",\"args\":\"x\""), 200, -32602),
            new Body(
                "undeclared env", exec("\"command\":\"echo\",\"env\":{\"A\":\"b\"}"), 200, -32602),
            new Body(
                "too long to wait", exec("\"command\":\"date\",\"wait_seconds\":31"), 200, -32602),
            new Body("a bad state", rpc("\"job.list\"", "{\"state\":\"done\"}"), 200, -32602),
            new Body("a bad cursor", rpc("\"job.list\"", "{\"cursor\":\"x\"}"), 200, -32602),
            new Body("a limit of 0", rpc("\"job.list\"", "{\"limit\":0}"), 200, -32602),
            new Body("an unknown job", rpc("\"job.get\"", "{\"job_id\":\"job_x\"}"), 200, -32003))
        .map(body -> DynamicTest.dynamicTest(body.name(), () -> check(body)));
  }

  private void check(Body body) throws Exception {
    Answer answer = Client.send(admin().post(body.text()));
    assertEquals(body.status(), answer.status(), answer::toString);
    assertEquals(body.code(), answer.errorCode(), answer::toString);
    assertTrue(answer.header("Content-Type").orElse("").startsWith("application/json"));
    assertFalse(answer.body().contains("\\tat "), answer::toString);
  }

  private static String rpc(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":%s,\"params\":%s}".formatted(method, params);
  }

  private static String exec(String members) {
    return rpc("\"exec\"", "{" + members + "}");
  }

  private static String batch(int size) {
    return "[" + "1,".repeat(size - 1) + "1]";
  }

  @Test
  default void badParams_ofManyKinds_areAllNamed() throws Exception {
    JsonObject error =
        admin()
            .error(
                -32602,
                "exec",
                "command",
                "counter",
                "args",
                List.of("many"),
                "timeout_seconds",
                0,
                "labels",
                Map.of("a=b", "c"));
    List<String> names =
        Json.strings(error.getAsJsonObject("data").getAsJsonArray("members"), "name");
    assertTrue(
        names.containsAll(List.of("args[0]", "timeout_seconds", "labels.a=b")), names::toString);
  }

  @Test
  default void key_ofAnyWrongKind_getsTheSame401() throws Exception {
    Answer none = listWith(admin().withoutKey());
    Answer wrong = listWith(admin().withKey("wrong"));
    Answer unknown = listWith(admin().withKey("gwk_000000000000_" + "0".repeat(49)));
    for (Answer answer : List.of(none, wrong, unknown)) {
      assertEquals(401, answer.status(), answer::toString);
      assertEquals(-32001, answer.errorCode());
      assertTrue(answer.header("WWW-Authenticate").isPresent(), answer::toString);
      assertEquals(none.body(), answer.body());
    }
  }

  private static Answer listWith(Client client) throws Exception {
    return client.call("job.list", Json.object());
  }

  @Test
  default void keys_thatContradict_are400() throws Exception {
    Answer answer =
        Client.send(
            admin()
                .post(Client.call(1, "job.list", Json.object()))
                .header("Authorization", "Bearer other"));
    assertEquals(400, answer.status(), answer::toString);
  }

  @Test
  default void method_otherThanPost_is405WithAllow() throws Exception {
    for (String method : List.of("GET", "PUT", "DELETE")) {
      HttpRequest.Builder request =
          admin().request("/jsonrpc").method(method, BodyPublishers.noBody());
      Answer answer = Client.send(request);
      assertEquals(405, answer.status(), answer::toString);
      assertEquals("POST", answer.header("Allow").orElse(""));
    }
  }

  @Test
  default void body_ofAnotherType_is415() throws Exception {
    HttpRequest.Builder request =
        admin()
            .request("/jsonrpc")
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString("{}"));
    assertEquals(415, Client.send(request).status());
  }

  @Test
  default void body_overTheLimit_is413() throws Exception {
    Answer answer = Client.send(admin().post("\"" + "x".repeat(1024 * 1024) + "\""));
    assertEquals(413, answer.status());
    assertEquals(-32600, answer.errorCode());
  }

  @Test
  default void body_ofBytesThatAreNoUtf8_is400() throws Exception {
    HttpRequest.Builder request =
        admin()
            .request("/jsonrpc")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xff, '"'}));
    Answer answer = Client.send(request);
    assertEquals(400, answer.status());
    assertEquals(-32700, answer.errorCode());
  }

  @Test
  default void health_ofAGatewayThatWorks_is200() throws Exception {
    Answer health = Client.send(admin().withoutKey().request("/health"));
    assertEquals(200, health.status());
    assertEquals(Json.object("status", "healthy"), health.json());
    assertEquals(200, Client.send(admin().withoutKey().request("/health/ready")).status());
  }

  @Test
  default void route_thatIsNone_is404() throws Exception {
    assertEquals(404, Client.send(admin().request("/no/such/route")).status());
  }
}
