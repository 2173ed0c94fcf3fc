package dev.codexgateway.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batches, notifications and idempotency. */
interface CallRules extends EndToEnd {
  @Test
  default void batch_ofCalls_isAnsweredInItsOrder() throws Exception {
    JsonArray batch = new JsonArray();
    for (int i = 0; i < 5; i++) {
      String call =
          Client.call(
              "id-" + i,
              "exec",
              Json.object("command", "echo", "args", List.of("n" + i), "wait_seconds", 30));
      batch.add(Json.parse(call));
    }
    Answer answer = Client.send(admin().post(batch.toString()));
    assertEquals(200, answer.status(), answer::toString);
    List<JsonObject> replies = Json.objects(answer.array());
    assertEquals(
        IntStream.range(0, 5).mapToObj(i -> "id-" + i).toList(),
        replies.stream().map(reply -> Json.string(reply, "id")).toList());
    for (int i = 0; i < 5; i++) {
      JsonObject job = admin().ended(Json.id(replies.get(i).getAsJsonObject("result")));
      assertEquals("n" + i + "\n", Json.string(job, "stdout"));
    }
  }

  @Test
  default void batch_withGoodAndBadElements_answersEachForItself() throws Exception {
    String batch =
        "[%s,%s,1,%s]"
            .formatted(
                Client.call(1, "command.list", Json.object()),
                Client.notification("command.list", Json.object()),
                Client.call(2, "no.such.method", Json.object()));
    Answer answer = Client.send(admin().post(batch));
    assertEquals(200, answer.status());
    List<JsonObject> replies = Json.objects(answer.array());
    assertEquals(3, replies.size(), answer::toString);
    assertTrue(replies.get(0).has("result"));
    assertEquals(-32600, code(replies.get(1)));
    assertEquals(-32601, code(replies.get(2)));
  }

  private static int code(JsonObject reply) {
    return reply.getAsJsonObject("error").get("code").getAsInt();
  }

  @Test
  default void notification_ofAJob_isCarriedOutAndNotAnswered() throws Exception {
    Client client = stranger("*");
    JsonObject params =
        Json.object("command", "echo", "args", List.of("noticed"), "labels", Map.of("by", "note"));
    Answer answer = Client.send(client.post(Client.notification("exec", params)));
    assertEquals(204, answer.status());
    assertEquals("", answer.body());
    JsonArray jobs = client.result("job.list", "label", "by=note").getAsJsonArray("jobs");
    assertEquals(1, jobs.size());
    String id = Json.id(jobs.get(0).getAsJsonObject());
    assertEquals("noticed\n", Json.string(client.ended(id), "stdout"));
  }

  @Test
  default void notification_withAnError_isNotAnswered() throws Exception {
    Answer answer = Client.send(admin().post(Client.notification("no.such", Json.object())));
    assertEquals(204, answer.status());
  }

  @Test
  default void call_withAnyId_getsItBackDigitForDigit() throws Exception {
    for (String id : List.of("1.0", "-0", "1e2", "\"a\\u0062\"", "null")) {
      String call =
          """
          {"jsonrpc":"2.0","id":%s,"method":"command.list"}
          """
              .formatted(id);
      Answer answer = Client.send(admin().post(call));
      assertEquals(200, answer.status(), answer::toString);
      String echoed = id.replace("\\u0062", "b");
      assertTrue(answer.body().contains("\"id\":" + echoed), answer::toString);
    }
  }

  @Test
  default void idempotency_sameKeyAndParams_isTheSameJob() throws Exception {
    String key = unique("key");
    Object[] params = {"command", "echo", "args", List.of("once"), "idempotency_key", key};
    String first = Json.id(admin().result("exec", params));
    assertEquals(first, Json.id(admin().result("exec", params)));
    admin().ended(first);
    assertEquals(first, Json.id(admin().result("exec", params)));
  }

  @Test
  default void idempotency_sameKeyOtherParams_isAConflict() throws Exception {
    String key = unique("key");
    admin().result("exec", "command", "echo", "args", List.of("a"), "idempotency_key", key);
    admin().error(-32005, "exec", "command", "echo", "args", List.of("b"), "idempotency_key", key);
  }

  @Test
  default void idempotency_byHeader_isTheSameAsByMember() throws Exception {
    String key = unique("key");
    JsonObject params = Json.object("command", "date");
    Answer byHeader =
        Client.send(admin().post(Client.call(1, "exec", params)).header("Idempotency-Key", key));
    JsonObject byMember = admin().result("exec", "command", "date", "idempotency_key", key);
    assertEquals(Json.id(byHeader.json().getAsJsonObject("result")), Json.id(byMember));
  }

  @Test
  default void idempotency_ofAnotherOwner_isAnotherJob() throws Exception {
    String key = unique("key");
    String first = Json.id(admin().result("exec", "command", "date", "idempotency_key", key));
    String second =
        Json.id(stranger("*").result("exec", "command", "date", "idempotency_key", key));
    assertNotEquals(first, second);
  }

  @Test
  default void idempotency_ofManyAtOnce_isOneJob() throws Exception {
    String key = unique("key");
    JsonArray batch = new JsonArray();
    for (int i = 0; i < 10; i++) {
      batch.add(
          Json.parse(
              Client.call(i, "exec", Json.object("command", "date", "idempotency_key", key))));
    }
    List<JsonObject> replies = Json.objects(Client.send(admin().post(batch.toString())).array());
    List<String> ids =
        replies.stream().map(reply -> Json.id(reply.getAsJsonObject("result"))).distinct().toList();
    assertEquals(1, ids.size(), replies::toString);
  }
}
