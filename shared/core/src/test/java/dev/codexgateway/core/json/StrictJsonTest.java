package dev.codexgateway.core.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  private static final int MANY = 100_000;
  private static final int MEBIBYTE = 1024 * 1024;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'single'",
        "{'a':1}",
        "{a:1}",
        "unquoted",
        "[1,2] // comment",
        "/* comment */ 1",
        "# comment\n1",
        "NaN",
        "-NaN",
        "Infinity",
        "-Infinity",
        "[1,]",
        "[,1]",
        "[,]",
        "[1,,2]",
        "{\"a\":1,}",
        "{,}",
        "[1;2]",
        "{\"a\"=1}",
        "{\"a\"=>1}",
        "{\"a\":1;\"b\":2}",
        "{\"a\"}",
        "{\"a\":}",
        "{:1}",
        "{1:1}",
        "{null:1}",
        "TRUE",
        "True",
        "tRue",
        "NULL",
        "False",
        "nul",
        "truex",
        "01",
        "-01",
        "00",
        "+1",
        ".5",
        "5.",
        "-",
        "-.5",
        "1e",
        "1e+",
        "1.e5",
        "0x1F",
        "1_000",
        "١",
        "\"\u0001\"",
        "\"tab\there\"",
        "\"line\nbreak\"",
        "\"\u0000\"",
        "\"\\x41\"",
        "\"\\'\"",
        "\"\\\n\"",
        "\"\\u12\"",
        "\"\\u12G4\"",
        "\"\\U0041\"",
        "\"open",
        "\"open\\",
        "\"open\\u00",
        "[",
        "[1",
        "[1,",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "]",
        "}",
        "[}",
        "{]",
        "[1}",
        "{\"a\":1]",
        ",",
        ":",
        "1 2",
        "{} {}",
        "{}]",
        "[]]",
        "null null",
        "{}\u0000",
        "\u0000{}",
        "\u000B1",
        "\f1",
        "\u00A01",
        "\u20281",
        ")]}'\n{}",
        "\uFEFF{}",
        " \uFEFF{}",
        "{}\uFEFF",
        "",
        " ",
        "\r\n\t "
      })
  void parse_notRfc8259_isRefusedWithReasonAndPlace(String text) {
    String message = problem(text);
    assertTrue(message.matches("[^\\n]+ at line \\d+ column \\d+"), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1.0",
        "1e2",
        "1E+2",
        "12345678901234567890",
        "0.1000000000000000055511151231257827",
        "1e400",
        "-9223372036854775808",
        "9223372036854775808",
        "\"\"",
        "\"\\\"\"",
        "[]",
        "{}",
        "{\"\":0}",
        "[1,[2,{\"a\":null}]]"
      })
  void parse_thenWrite_isTheSameText(String text) throws JsonProblem {
    assertEquals(text, Json.write(StrictJson.parse(text)));
  }

  @Test
  void parse_everyEscape_isItsCharacter() throws JsonProblem {
    JsonElement read =
        StrictJson.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\\u0000\"");
    assertEquals("\"\\/\b\f\n\r\té😀\0", read.getAsString());
  }

  @Test
  void parse_whiteSpaceAround_isAllowed() throws JsonProblem {
    assertEquals("[1]", Json.write(StrictJson.parse(" \t\r\n[ 1 ] \n")));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          an overlong slash,       22C0AF22,     1
          an overlong NUL,         22C08022,     1
          a surrogate half,        22EDA08022,   1
          a surrogate pair,        22EDA0BDEDB88022, 1
          beyond U+10FFFF,         22F490808022, 1
          a lone continuation,     228022,       1
          a truncated sequence,    22E282,       1
          an interrupted sequence, 22E2282222,   1
          0xFF,                    FF,           0
          Latin-1,                 2261E922,     2
          UTF-16 with its mark,    FEFF0031,     0
          """)
  void parse_malformedUtf8_isRefusedWithItsByte(String what, String hex, int at) {
    JsonProblem problem =
        assertThrows(JsonProblem.class, () -> StrictJson.parse(HexFormat.of().parseHex(hex)), what);
    assertEquals("not valid UTF-8 at byte " + at, problem.getMessage());
  }

  @Test
  void parse_malformedUtf8FarInside_isRefusedWithItsByte() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes(("\"" + "é".repeat(10_000)).getBytes(UTF_8));
    text.write(0xC3);
    text.write('"');
    JsonProblem problem =
        assertThrows(JsonProblem.class, () -> StrictJson.parse(text.toByteArray()));
    assertEquals("not valid UTF-8 at byte 20001", problem.getMessage());
  }

  @Test
  void parse_byteOrderMark_isRefused() {
    assertEquals("byte order mark at line 1 column 1", problem("\uFEFF1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\udc00\\ud800\"",
        "\"\\ud800\\ud800\"",
        "\"x\\ud800x\"",
        "{\"\\ud800\":1}",
        "[[\"\\udfff\"]]"
      })
  void parse_unpairedSurrogate_isRefused(String text) {
    assertTrue(problem(text).startsWith("unpaired surrogate in a string at line 1 column"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "[{\"b\":{\"a\":1,\"c\":2,\"a\":null}}]",
        "{\"a\":null,\"a\":null}"
      })
  void parse_duplicateMember_isRefusedByName(String text) {
    assertTrue(problem(text).startsWith("duplicate member \"a\" at line 1 column"), problem(text));
  }

  @Test
  void parse_duplicateMemberWithHugeName_isNamedInShort() {
    String name = "\"" + "n".repeat(MEBIBYTE / 2) + "\":1";
    assertTrue(problem("{" + name + "," + name + "}").length() < 200);
  }

  @Test
  void parse_duplicateMemberWithControls_isShownOnOneLine() {
    assertTrue(problem("{\"a\\nb\":1,\"a\\nb\":1}").startsWith("duplicate member \"a"));
    assertEquals(1, problem("{\"a\\n\\u0000b\":1,\"a\\n\\u0000b\":1}").lines().count());
  }

  @Test
  void parse_depthUpToTheLimit_isReadAndOneMoreRefused() throws JsonProblem {
    int limit = StrictJson.MAX_DEPTH;
    assertEquals(1, ((JsonArray) StrictJson.parse(nested(limit, "[", "]"))).size());
    assertTrue(problem(nested(limit + 1, "[", "]")).startsWith("nested deeper than 32 levels at"));
    assertTrue(problem(nested(limit + 1, "{\"a\":", "}", "1")).contains("nested deeper than 32"));
  }

  static Stream<String> huge() {
    return Stream.of(
        "[".repeat(MANY),
        nested(MANY, "[", "]"),
        "{\"a\":".repeat(MANY),
        nested(MANY, "{\"a\":", "}", "1"),
        nested(MANY, "[{\"a\":", "}]", "1"),
        "9".repeat(MEBIBYTE),
        "-" + "9".repeat(MEBIBYTE - 1),
        "0." + "1".repeat(MEBIBYTE),
        "1e" + "9".repeat(MEBIBYTE),
        "1e" + "9".repeat(1000),
        "[" + "9".repeat(1001) + "]",
        "\"" + "x".repeat(MEBIBYTE),
        "{\"" + "k".repeat(MEBIBYTE) + "\"",
        " ".repeat(MEBIBYTE),
        "\n".repeat(MEBIBYTE),
        "[" + "0,".repeat(MEBIBYTE / 2),
        "\"" + "\\ud800".repeat(MANY) + "\"");
  }

  @ParameterizedTest
  @MethodSource("huge")
  void parse_hugeNonsense_isRefusedInShort(String text) {
    String message = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> problem(text));
    assertTrue(message.length() < 200, message);
    assertTrue(message.matches(".+ at line \\d+ column \\d+"), message);
  }

  @Test
  void parse_hugeText_isRead() throws JsonProblem {
    String text = "{\"" + "k".repeat(MEBIBYTE / 2) + "\":\"" + "é".repeat(MEBIBYTE / 4) + "\"}";
    assertEquals(text, Json.write(StrictJson.parse(text.getBytes(UTF_8))));
  }

  @Test
  void parse_numberUpToTheLimit_isReadDigitForDigit() throws JsonProblem {
    String number = "9".repeat(StrictJson.MAX_NUMBER_CHARS);
    assertEquals(number, Json.write(StrictJson.parse(number)));
    assertTrue(
        problem("[" + number + "9]").startsWith("number longer than 1000 characters at line 1"));
  }

  private static String problem(String text) {
    return String.valueOf(
        assertThrows(JsonProblem.class, () -> StrictJson.parse(text)).getMessage());
  }

  private static String nested(int depth, String open, String close) {
    return nested(depth - 1, open, close, open + close);
  }

  private static String nested(int depth, String open, String close, String core) {
    return open.repeat(depth) + core + close.repeat(depth);
  }
}
