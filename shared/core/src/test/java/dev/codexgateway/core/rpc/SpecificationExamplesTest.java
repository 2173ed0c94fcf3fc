package dev.codexgateway.core.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fifteen examples of JSON-RPC 2.0 section 7, in its order. */
class SpecificationExamplesTest {
  private final RpcDispatcher<String> dispatcher =
      new RpcDispatcher<>(
          Map.of(
              "subtract", (_, params) -> subtract(params.orElseThrow()),
              "update", (_, _) -> new JsonPrimitive("updated"),
              "notify_hello", (_, _) -> new JsonPrimitive("hello"),
              "notify_sum", (_, params) -> sum(params.orElseThrow()),
              "sum", (_, params) -> sum(params.orElseThrow()),
              "get_data", (_, _) -> JsonParser.parseString("[\"hello\",5]")));

  /**
   * Compared as JSON. Of an error only its code counts and its standard text as the beginning of
   * the message: ours says more after it.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          positional parameters              | {"jsonrpc": "2.0", "method": "subtract", "params": [42, 23], "id": 1} | {"jsonrpc": "2.0", "result": 19, "id": 1}
          positional parameters, other order | {"jsonrpc": "2.0", "method": "subtract", "params": [23, 42], "id": 2} | {"jsonrpc": "2.0", "result": -19, "id": 2}
          named parameters                   | {"jsonrpc": "2.0", "method": "subtract", "params": {"subtrahend": 23, "minuend": 42}, "id": 3} | {"jsonrpc": "2.0", "result": 19, "id": 3}
          named parameters, other order      | {"jsonrpc": "2.0", "method": "subtract", "params": {"minuend": 42, "subtrahend": 23}, "id": 4} | {"jsonrpc": "2.0", "result": 19, "id": 4}
          a notification                     | {"jsonrpc": "2.0", "method": "update", "params": [1,2,3,4,5]} | ``
          a notification of no known method  | {"jsonrpc": "2.0", "method": "foobar"} | ``
          non-existent method                | {"jsonrpc": "2.0", "method": "foobar", "id": "1"} | {"jsonrpc": "2.0", "error": {"code": -32601, "message": "Method not found"}, "id": "1"}
          invalid JSON                       | {"jsonrpc": "2.0", "method": "foobar, "params": "bar", "baz] | {"jsonrpc": "2.0", "error": {"code": -32700, "message": "Parse error"}, "id": null}
          invalid Request object             | {"jsonrpc": "2.0", "method": 1, "params": "bar"} | {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}
          batch, invalid JSON                | [{"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},{"jsonrpc": "2.0", "method"] | {"jsonrpc": "2.0", "error": {"code": -32700, "message": "Parse error"}, "id": null}
          an empty Array                     | [] | {"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}
          an invalid batch, not empty        | [1] | [{"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}]
          an invalid batch                   | [1,2,3] | [{"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},{"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},{"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null}]
          a batch                            | [{"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},{"jsonrpc": "2.0", "method": "notify_hello", "params": [7]},{"jsonrpc": "2.0", "method": "subtract", "params": [42,23], "id": "2"},{"foo": "boo"},{"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"},{"jsonrpc": "2.0", "method": "get_data", "id": "9"}] | [{"jsonrpc": "2.0", "result": 7, "id": "1"},{"jsonrpc": "2.0", "result": 19, "id": "2"},{"jsonrpc": "2.0", "error": {"code": -32600, "message": "Invalid Request"}, "id": null},{"jsonrpc": "2.0", "error": {"code": -32601, "message": "Method not found"}, "id": "5"},{"jsonrpc": "2.0", "result": ["hello", 5], "id": "9"}]
          a batch of notifications           | [{"jsonrpc": "2.0", "method": "notify_sum", "params": [1,2,4]},{"jsonrpc": "2.0", "method": "notify_hello", "params": [7]}] | ``
          """)
  void example(String what, String sent, String expected) {
    String answer = RpcReply.text(dispatcher.dispatch("anyone", sent.getBytes(UTF_8)));
    if (expected.isEmpty()) {
      assertEquals("", answer, what);
    } else {
      assertEquals(
          JsonParser.parseString(expected), asInTheSpecification(JsonParser.parseString(answer)));
    }
  }

  private static JsonElement asInTheSpecification(JsonElement answer) {
    if (answer instanceof JsonArray batch) {
      batch.forEach(SpecificationExamplesTest::asInTheSpecification);
      return batch;
    }
    if (answer.getAsJsonObject().get("error") instanceof JsonObject error) {
      error.remove("data");
      error.addProperty("message", error.get("message").getAsString().split(":", 2)[0]);
    }
    return answer;
  }

  private static JsonElement subtract(JsonElement params) {
    return params instanceof JsonArray array
        ? new JsonPrimitive(array.get(0).getAsInt() - array.get(1).getAsInt())
        : new JsonPrimitive(
            params.getAsJsonObject().get("minuend").getAsInt()
                - params.getAsJsonObject().get("subtrahend").getAsInt());
  }

  private static JsonElement sum(JsonElement params) {
    int sum = 0;
    for (JsonElement summand : params.getAsJsonArray()) {
      sum += summand.getAsInt();
    }
    return new JsonPrimitive(sum);
  }
}
