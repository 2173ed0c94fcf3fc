package dev.codexgateway.core.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.codexgateway.core.job.StoreUnavailableException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RpcDispatcherTest {
  private static final int MEBIBYTE = 1024 * 1024;

  private final AtomicInteger effects = new AtomicInteger();
  private final CyclicBarrier bothThere = new CyclicBarrier(2);
  private final RpcDispatcher<String> dispatcher =
      new RpcDispatcher<>(
          Map.of(
              "echo", this::echo,
              "who", (caller, _) -> new JsonPrimitive(caller),
              "nothing", (_, _) -> JsonNull.INSTANCE,
              "meet", (_, _) -> meet(),
              "refuse",
                  (_, _) -> {
                    throw new RpcException(RpcError.of(RpcError.NOT_FOUND, "No such thing"));
                  },
              "unavailable",
                  (_, _) -> {
                    throw new StoreUnavailableException("disk full: /secret/path");
                  },
              "broken",
                  (_, _) -> {
                    throw new IllegalStateException("secret detail");
                  }));

  private JsonElement echo(String caller, Optional<JsonElement> params) {
    effects.incrementAndGet();
    return params.orElse(new JsonPrimitive("no params"));
  }

  private JsonElement meet() {
    try {
      return new JsonPrimitive(bothThere.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException("was alone", e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "0",
        "-0",
        "-1",
        "1.0",
        "1e2",
        "1E+2",
        "0.10",
        "1e400",
        "12345678901234567890",
        "-9223372036854775809",
        "null",
        "\"\"",
        "\"1\"",
        "\"null\"",
        "\"\\\"\\\\\\n\"",
        "\"\\u0000\"",
        "\"<&'>\"",
        "\"é😀\""
      })
  void id_ofEveryForm_isEchoedDigitForDigit(String id) {
    assertEquals(
        "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":\"anyone\"}",
        text("{\"jsonrpc\":\"2.0\",\"method\":\"who\",\"id\":" + id + "}"));
  }

  @Test
  void id_withEscapes_isEchoedAsTheSameString() {
    String answer =
        text("{\"jsonrpc\":\"2.0\",\"method\":\"who\",\"id\":\"\\u00e9\\ud83d\\ude00\\/\"}");
    assertEquals("é😀/", JsonParser.parseString(answer).getAsJsonObject().get("id").getAsString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "true", "false", "[1]", "{\"a\":1}"})
  void id_ofWrongType_isInvalidRequestWithNullId(String id) {
    JsonObject answer =
        object("{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[],\"id\":" + id + "}");
    assertEquals(-32600, code(answer));
    assertTrue(answer.get("id").isJsonNull());
    assertEquals(0, effects.get());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"method":"echo","id":7}                                  | jsonrpc must be "2.0"
          {"jsonrpc":"1.0","method":"echo","id":7}                  | jsonrpc must be "2.0"
          {"jsonrpc":2.0,"method":"echo","id":7}                    | jsonrpc must be "2.0"
          {"jsonrpc":null,"method":"echo","id":7}                   | jsonrpc must be "2.0"
          {"JSONRPC":"2.0","method":"echo","id":7}                  | jsonrpc must be "2.0"
          {"jsonrpc":"2.0","id":7}                                  | method must be a string
          {"jsonrpc":"2.0","method":null,"id":7}                    | method must be a string
          {"jsonrpc":"2.0","method":["echo"],"id":7}                | method must be a string
          {"jsonrpc":"2.0","method":"echo","params":null,"id":7}    | params must be an object or an array
          {"jsonrpc":"2.0","method":"echo","params":"x","id":7}     | params must be an object or an array
          {"jsonrpc":"2.0","method":"echo","params":1,"id":7}       | params must be an object or an array
          {"jsonrpc":"2.0","method":"echo","params":true,"id":7}    | params must be an object or an array
          """)
  void request_withFlaw_isInvalidWithItsIdAndTheReason(String request, String reason) {
    JsonObject answer = object(request);
    assertEquals(-32600, code(answer));
    assertEquals("Invalid Request: " + reason, message(answer));
    assertEquals(7, answer.get("id").getAsInt());
    assertEquals(0, effects.get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"text\"", "null", "true"})
  void request_thatIsNoObject_isInvalidWithNullId(String request) {
    JsonObject answer = object(request);
    assertEquals(-32600, code(answer));
    assertTrue(answer.get("id").isJsonNull());
  }

  @Test
  void request_withFurtherMembers_isTaken() {
    assertEquals(
        "anyone",
        object("{\"jsonrpc\":\"2.0\",\"method\":\"who\",\"id\":1,\"auth\":null}")
            .get("result")
            .getAsString());
  }

  @Test
  void id_absent_isNotificationAndNullId_isCall() {
    assertInstanceOf(
        RpcMessage.Notification.class, message("{\"jsonrpc\":\"2.0\",\"method\":\"echo\"}"));
    assertEquals(
        new RpcMessage.Call(RpcId.NULL, "echo", Optional.empty()),
        message("{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":null}"));
  }

  private static RpcMessage message(String text) {
    return RpcMessage.from(JsonParser.parseString(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo", "refuse", "broken", "absent"})
  void notification_whateverHappens_isNotAnswered(String method) {
    assertEquals("", text("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"}"));
  }

  @Test
  void notification_thatIsInvalid_isAnswered() {
    assertEquals(-32600, code(object("{\"jsonrpc\":\"2.0\",\"method\":1}")));
  }

  @Test
  void result_null_isKept() {
    assertEquals(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}",
        text("{\"jsonrpc\":\"2.0\",\"method\":\"nothing\",\"id\":1}"));
  }

  @Test
  void method_unknown_listsTheMethods() {
    JsonObject answer = object("{\"jsonrpc\":\"2.0\",\"method\":\"Echo\",\"id\":1}");
    assertEquals(-32601, code(answer));
    assertEquals(
        JsonParser.parseString(
            "{\"available_methods\":"
                + "[\"broken\",\"echo\",\"meet\",\"nothing\",\"refuse\",\"unavailable\",\"who\"]}"),
        error(answer).get("data"));
  }

  @Test
  void method_thatThrows_isInternalWithCorrelationIdAndNothingElse() {
    JsonObject answer = object("{\"jsonrpc\":\"2.0\",\"method\":\"broken\",\"id\":1}");
    assertEquals(-32603, code(answer));
    assertEquals("Internal error", message(answer));
    JsonObject data = error(answer).getAsJsonObject("data");
    assertEquals(1, data.size());
    assertEquals(36, data.get("correlation_id").getAsString().length());
    assertFalse(answer.toString().contains("secret"));
  }

  @Test
  void method_withoutStore_isUnavailableWithoutDetail() {
    JsonObject answer = object("{\"jsonrpc\":\"2.0\",\"method\":\"unavailable\",\"id\":1}");
    assertEquals(-32006, code(answer));
    assertFalse(answer.toString().contains("secret"));
  }

  @Test
  void batch_mixed_isAnsweredInOrderWithoutItsNotifications() {
    JsonArray answers =
        array(
            """
            [{"jsonrpc":"2.0","method":"broken","id":1.0},
             {"jsonrpc":"2.0","method":"echo","params":[1]},
             {"jsonrpc":"2.0","method":"who","id":"b"},
             [],
             {"jsonrpc":"2.0","method":"refuse","id":null},
             {"jsonrpc":"2.0","method":"unavailable"},
             {"jsonrpc":"2.0","method":"echo","params":{"a":1},"id":"b"}]
            """);
    assertEquals(
        "1.0 -32603, \"b\" ok, null -32600, null -32003, \"b\" ok",
        String.join(
            ", ",
            answers.asList().stream()
                .map(JsonElement::getAsJsonObject)
                .map(one -> one.get("id") + " " + (one.has("result") ? "ok" : code(one)))
                .toList()));
    assertEquals(2, effects.get());
  }

  @Test
  void batch_runsItsElementsAtTheSameTime() {
    String meet = "{\"jsonrpc\":\"2.0\",\"method\":\"meet\",\"id\":1}";
    JsonArray answers = array("[" + meet + "," + meet + "]");
    assertTrue(
        answers.asList().stream().allMatch(answer -> answer.getAsJsonObject().has("result")));
  }

  @Test
  void batch_atTheLimit_runsAndOneMore_isRefusedAsAWhole() {
    String call = "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":1}";
    assertEquals(100, array("[" + times(100, call) + "]").size());
    assertEquals(100, effects.get());
    JsonObject refusal = object("[" + times(101, call) + "]");
    assertEquals(-32600, code(refusal));
    assertEquals("Invalid Request: a batch of 101 is over the limit of 100", message(refusal));
    assertEquals(100, effects.get());
  }

  @Test
  void batch_ofNotificationsOnly_isNotAnsweredAndRuns() {
    assertEquals("", text("[" + times(3, "{\"jsonrpc\":\"2.0\",\"method\":\"echo\"}") + "]"));
    assertEquals(3, effects.get());
  }

  @Test
  void batch_withinABatch_isInvalid() {
    assertEquals(
        -32600,
        code(
            array("[[{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":1}]]")
                .get(0)
                .getAsJsonObject()));
    assertEquals(0, effects.get());
  }

  static Stream<String> hugeNonsense() {
    String begin = "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"id\":1,\"params\":";
    return Stream.of(
        begin + "[".repeat(100_000) + "]".repeat(100_000) + "}",
        begin + "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000) + "}",
        begin + "[" + "9".repeat(MEBIBYTE) + "]}",
        begin + "[" + "9".repeat(MEBIBYTE),
        begin + "[\"" + "x".repeat(MEBIBYTE),
        begin + "{},\"" + "k".repeat(MEBIBYTE) + "\":1,\"" + "k".repeat(MEBIBYTE) + "\":1}",
        "[" + times(100_000, begin + "[]}") + "]",
        "{\"jsonrpc\":\"2.0\",\"method\":\"" + "m".repeat(MEBIBYTE) + "\",\"id\":1}",
        "{\"jsonrpc\":\"" + "2".repeat(MEBIBYTE) + "\",\"method\":\"echo\",\"id\":1}");
  }

  @ParameterizedTest
  @MethodSource("hugeNonsense")
  void nonsense_huge_isRefusedInShortWithoutEffectAndTheNextCallWorks(String nonsense) {
    String answer = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> text(nonsense));
    assertTrue(answer.length() < 400, answer.substring(0, Math.min(400, answer.length())));
    assertTrue(object(nonsense).has("error"));
    assertEquals(0, effects.get());
    assertTrue(object("{\"jsonrpc\":\"2.0\",\"method\":\"who\",\"id\":1}").has("result"));
  }

  private static String times(int count, String text) {
    return String.join(",", Collections.nCopies(count, text));
  }

  private String text(String request) {
    return RpcReply.text(dispatcher.dispatch("anyone", request.getBytes(UTF_8)));
  }

  private JsonObject object(String request) {
    return JsonParser.parseString(text(request)).getAsJsonObject();
  }

  private JsonArray array(String request) {
    return JsonParser.parseString(text(request)).getAsJsonArray();
  }

  private static JsonObject error(JsonObject answer) {
    return answer.getAsJsonObject("error");
  }

  private static int code(JsonObject answer) {
    return error(answer).get("code").getAsInt();
  }

  private static String message(JsonObject answer) {
    return error(answer).get("message").getAsString();
  }
}
