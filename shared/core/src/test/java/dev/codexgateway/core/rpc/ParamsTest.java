package dev.codexgateway.core.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.codexgateway.core.json.JsonProblem;
import dev.codexgateway.core.json.StrictJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParamsTest {
  @Test
  void of_absentOrEmpty_hasNoMembers() throws RpcException {
    Params.of(Optional.empty()).check();
    Params.of(Optional.of(new JsonArray())).check();
    Params.of(Optional.of(new JsonObject())).check();
  }

  @Test
  void of_byPosition_isRefused() {
    RpcException refused =
        assertThrows(RpcException.class, () -> Params.of(Optional.of(json("[1]"))));
    assertEquals("params must be an object, by name", flaws(refused));
  }

  @Test
  void everything_wellFormed_isRead() throws RpcException {
    Params in = params("{\"s\":\"\",\"n\":5,\"l\":[\"a\",\"\"],\"m\":{\"z\":\"1\",\"a\":\"2\"}}");
    assertEquals("", in.requiredString("s"));
    assertEquals(OptionalLong.of(5), in.integer("n", 0, 5));
    assertEquals(List.of("a", ""), in.strings("l"));
    assertEquals(Map.of("z", "1", "a", "2"), in.stringMap("m"));
    assertEquals(List.of("z", "a"), List.copyOf(in.stringMap("m").keySet()));
    in.check();
  }

  @Test
  void flagAndTime_wellFormed_areRead() throws RpcException {
    Params in = params("{\"yes\":true,\"no\":false,\"t\":\"2026-01-02T03:04:05+01:00\"}");
    assertTrue(in.flag("yes"));
    assertFalse(in.flag("no"));
    assertFalse(in.flag("absent"));
    assertEquals(Optional.of(Instant.parse("2026-01-02T02:04:05Z")), in.time("t"));
    in.check();
  }

  @Test
  void everything_absent_isEmpty() throws RpcException {
    Params in = params("{}");
    assertEquals(Optional.empty(), in.time("t"));
    assertEquals(Optional.empty(), in.string("s"));
    assertEquals(OptionalLong.empty(), in.integer("n", 0, 5));
    assertEquals(List.of(), in.strings("l"));
    assertEquals(Map.of(), in.stringMap("m"));
    in.check();
  }

  @Test
  void check_manyFlaws_namesEachInTheOrderOfReading() {
    Params in =
        params(
            "{\"s\":1,\"n\":\"5\",\"l\":[\"a\",2,null],\"m\":{\"x\":true,\"y\":\"\"},\"q\":1,\"w\":2}");
    in.string("s");
    in.integer("n", 1, 9);
    in.strings("l");
    in.stringMap("m");
    in.requiredString("r");
    assertEquals(
        "s must be a string; n must be an integer from 1 to 9; l[1] must be a string;"
            + " l[2] must be a string; m.x must be a string; r is required;"
            + " q unknown parameter; w unknown parameter",
        flaws(in));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "5"     | strings   | must be an array of strings
          {}      | strings   | must be an array of strings
          null    | strings   | must be an array of strings
          []      | stringMap | must be an object of strings
          null    | stringMap | must be an object of strings
          null    | string    | must be a string
          []      | string    | must be a string
          true    | string    | must be a string
          1       | string    | must be a string
          "true"  | flag      | must be true or false
          1       | flag      | must be true or false
          null    | flag      | must be true or false
          1       | time      | must be a string
          "today" | time      | must be an RFC 3339 time
          """)
  void member_ofWrongType_isNamed(String value, String reader, String reason) {
    Params in = params("{\"v\":" + value + "}");
    switch (reader) {
      case "strings" -> assertEquals(List.of(), in.strings("v"));
      case "stringMap" -> assertEquals(Map.of(), in.stringMap("v"));
      case "flag" -> assertFalse(in.flag("v"));
      case "time" -> assertEquals(Optional.empty(), in.time("v"));
      default -> assertEquals(Optional.empty(), in.string("v"));
    }
    assertEquals("v " + reason, flaws(in));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0",
        "1e0",
        "1E400",
        "1e-400",
        "1e999999999",
        "0.5",
        "\"1\"",
        "true",
        "null",
        "[1]",
        "-1",
        "11",
        "99999999999999999999",
        "-9223372036854775809"
      })
  void integer_ofOtherFormOrOutside_isNamed(String value) {
    Params in = params("{\"n\":" + value + "}");
    assertEquals(OptionalLong.empty(), in.integer("n", 0, 10));
    assertEquals("n must be an integer from 0 to 10", flaws(in));
  }

  @Test
  void integer_ofAThousandDigits_isNamedInShort() {
    Params in = params("{\"n\":" + "9".repeat(1000) + "}");
    in.integer("n", 0, 10);
    assertEquals("n must be an integer from 0 to 10", flaws(in));
  }

  @Test
  void integer_atTheEndsOfLong_isRead() throws RpcException {
    Params in = params("{\"a\":9223372036854775807,\"b\":-9223372036854775808}");
    assertEquals(OptionalLong.of(Long.MAX_VALUE), in.integer("a", 0, Long.MAX_VALUE));
    assertEquals(OptionalLong.of(Long.MIN_VALUE), in.integer("b", Long.MIN_VALUE, 0));
    in.check();
  }

  @Test
  void strings_withABadElement_keepTheOthersInTheirPlaces() {
    Params in = params("{\"l\":[1,\"b\"]}");
    assertEquals(List.of("", "b"), in.strings("l"));
  }

  @Test
  void reject_ofAMemberAlreadyBad_isNotSaidTwice() {
    Params in = params("{\"l\":[1,\"b\"],\"k\":5}");
    in.strings("l");
    in.strings("k");
    in.reject("l[0]", "must be one of x, y");
    in.reject("l[1]", "must be one of x, y");
    in.reject("k", "is required");
    in.reject("k[0]", "is required");
    assertEquals(
        "l[0] must be a string; k must be an array of strings; l[1] must be one of x, y",
        flaws(in));
  }

  @Test
  void check_hugeName_isNamedInShort() {
    Params in = params("{\"" + "n".repeat(1_000_000) + "\":1}");
    String flaws = flaws(in);
    assertTrue(flaws.endsWith("n… unknown parameter"), flaws);
    assertTrue(flaws.length() < 100, flaws);
  }

  @Test
  void check_tooManyFlaws_namesAHundredAndCountsTheRest() {
    StringBuilder members = new StringBuilder("{\"first\":0");
    for (int i = 0; i < 50_000; i++) {
      members.append(",\"m").append(i).append("\":0");
    }
    RpcException refused =
        assertThrows(RpcException.class, () -> params(members.append("}").toString()).check());
    JsonObject data = refused.error().data().orElseThrow().getAsJsonObject();
    assertEquals(100, data.getAsJsonArray("members").size());
    assertEquals(49_901, data.get("more").getAsInt());
  }

  private static Params params(String text) {
    try {
      return Params.of(Optional.of(json(text)));
    } catch (RpcException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonElement json(String text) {
    try {
      return StrictJson.parse(text);
    } catch (JsonProblem e) {
      throw new AssertionError(e);
    }
  }

  private static String flaws(Params in) {
    return flaws(assertThrows(RpcException.class, in::check));
  }

  private static String flaws(RpcException refused) {
    assertEquals(RpcError.INVALID_PARAMS, refused.error().code());
    JsonArray members =
        refused.error().data().orElseThrow().getAsJsonObject().getAsJsonArray("members");
    return String.join(
        "; ",
        members.asList().stream()
            .map(JsonElement::getAsJsonObject)
            .map(flaw -> flaw.get("name").getAsString() + " " + flaw.get("reason").getAsString())
            .toList());
  }
}
