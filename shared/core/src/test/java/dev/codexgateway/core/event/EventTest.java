package dev.codexgateway.core.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.codexgateway.core.json.JsonProblem;
import dev.codexgateway.core.json.StrictJson;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00.120Z");

  @Test
  void toJson_hasTheMembersInOrder() {
    Event event = EventDraft.text(AT, EventType.STDOUT, "a\n").numbered(12);

    assertEquals(
        "{\"seq\":12,\"at\":\"2026-03-01T12:00:00.120Z\",\"type\":\"stdout\",\"data\":\"a\\n\"}",
        event.toJson());
    assertEquals(event.toJson(), "{" + event.membersJson() + "}");
  }

  @Test
  void toJson_wholeSecond_keepsThreeDecimals() {
    Event event = new Event(1, Instant.parse("2026-03-01T12:00:00Z"), EventType.AGENT, "{}");

    assertEquals(
        "{\"seq\":1,\"at\":\"2026-03-01T12:00:00.000Z\",\"type\":\"agent\",\"data\":{}}",
        event.toJson());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\u0000",
        "\"\\\b\f\r\t\u001b[0m\u007f",
        "\u2028\u2029\ufeff\ufffd",
        "😀日本é",
        "</script>&'",
        "line 1\nline 2"
      })
  void text_anything_isOneLineOfStrictJsonWithTheSameText(String text) throws JsonProblem {
    String json = EventDraft.text(AT, EventType.STDERR, text).numbered(1).toJson();

    JsonObject parsed = StrictJson.parse(json).getAsJsonObject();
    assertEquals(text, parsed.get("data").getAsString());
    assertEquals(JsonParser.parseString(json), parsed);
    assertFalse(json.contains("\n"));
  }

  @ParameterizedTest
  @EnumSource
  void parse_wireName_isTheSame(EventType type) {
    assertEquals(type, EventType.parse(type.wireName()));
  }

  @Test
  void parse_unknown_isRefused() {
    assertThrows(IllegalArgumentException.class, () -> EventType.parse("gossip"));
  }
}
