package dev.codexgateway.functions.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.OutputCounts;
import dev.codexgateway.core.json.StrictJson;
import dev.codexgateway.testkit.SettableClock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutputBufferTest {
  private static final long UNLIMITED = Long.MAX_VALUE;

  @Test
  void take_neighboursOfOneStream_areOneEvent() throws Exception {
    OutputBuffer buffer = buffer(UNLIMITED);
    buffer.add(EventType.STDOUT, bytes("a"));
    buffer.add(EventType.STDOUT, bytes("b"));
    buffer.add(EventType.STDERR, bytes("c"));
    buffer.add(EventType.STDOUT, bytes("d"));
    List<EventDraft> events = buffer.take();
    assertEquals(
        List.of(EventType.STDOUT, EventType.STDERR, EventType.STDOUT),
        events.stream().map(EventDraft::type).toList());
    assertEquals(List.of("ab", "c", "d"), texts(events));
    assertTrue(buffer.isEmpty());
    assertEquals(List.of(), buffer.take());
  }

  @Test
  void take_characterCutByTheOtherStream_staysWhole() throws Exception {
    OutputBuffer buffer = buffer(UNLIMITED);
    byte[] euro = "\u20ac".getBytes(UTF_8);
    buffer.add(EventType.STDOUT, ByteBuffer.wrap(euro, 0, 2));
    buffer.add(EventType.STDERR, bytes("x"));
    assertEquals(List.of("x"), texts(buffer.take()));
    buffer.add(EventType.STDOUT, ByteBuffer.wrap(euro, 2, 1));
    assertEquals(List.of("\u20ac"), texts(buffer.take()));
  }

  @Test
  void takeLast_unfinishedCharacters_becomeReplacements() throws Exception {
    OutputBuffer buffer = buffer(UNLIMITED);
    buffer.add(EventType.STDOUT, ByteBuffer.wrap(new byte[] {'a', (byte) 0xe2, (byte) 0x82}));
    buffer.add(EventType.STDERR, ByteBuffer.wrap(new byte[] {(byte) 0xc3}));
    assertEquals(List.of("a"), texts(buffer.take()));
    assertEquals(List.of("\ufffd", "\ufffd"), texts(buffer.takeLast()));
  }

  @Test
  void add_pastTheLimit_isCountedAndNotKept() throws Exception {
    OutputBuffer buffer = buffer(5);
    buffer.add(EventType.STDOUT, bytes("abc"));
    assertEquals(new OutputCounts(3, 0, false), buffer.counts());
    buffer.add(EventType.STDERR, bytes("defg"));
    buffer.add(EventType.STDOUT, bytes("hij"));
    assertEquals(List.of("abc", "de"), texts(buffer.takeLast()));
    assertEquals(new OutputCounts(6, 4, true), buffer.counts());
  }

  @Test
  void add_exactlyTheLimit_isNotTruncated() throws Exception {
    OutputBuffer buffer = buffer(5);
    buffer.add(EventType.STDOUT, bytes("abcde"));
    assertEquals(List.of("abcde"), texts(buffer.takeLast()));
    assertEquals(new OutputCounts(5, 0, false), buffer.counts());
  }

  @Test
  void add_limitInsideACharacter_leavesNoReplacementBehind() throws Exception {
    OutputBuffer buffer = buffer(5);
    buffer.add(EventType.STDOUT, bytes("abc\u20ac"));
    assertEquals(List.of("abc"), texts(buffer.takeLast()));
    assertEquals(new OutputCounts(6, 0, true), buffer.counts());
  }

  @Test
  void add_chunkWithAPosition_readsOnlyWhatRemains() throws Exception {
    OutputBuffer buffer = buffer(2);
    buffer.add(EventType.STDOUT, bytes("abcdef").position(3));
    assertEquals(List.of("de"), texts(buffer.takeLast()));
    assertEquals(new OutputCounts(3, 0, true), buffer.counts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "\u0000",
        "\u001b",
        "\n",
        "\"",
        "\\",
        "\u007f",
        "\u00e9",
        "\u20ac",
        "\u2028",
        "\ud83d\ude00",
        "x\ud83d\ude00",
        "\"\u0001\ud83d\ude00\u20ac",
      })
  void take_anyText_eventsFitAFrameAndAreWhole(String unit) throws Exception {
    for (int shift = 0; shift < 4; shift++) {
      String text = "-".repeat(shift) + unit.repeat(60_000 / unit.length());
      OutputBuffer buffer = buffer(UNLIMITED);
      buffer.add(EventType.STDOUT, bytes(text));
      List<EventDraft> events = buffer.take();
      for (EventDraft event : events) {
        int encoded = event.dataJson().getBytes(UTF_8).length;
        assertTrue(encoded <= OutputBuffer.MAX_ENCODED_BYTES, "event of " + encoded + " bytes");
        assertFalse(Character.isHighSurrogate(text(event).charAt(text(event).length() - 1)));
      }
      assertEquals(text, texts(events).stream().collect(Collectors.joining()));
    }
  }

  private static OutputBuffer buffer(long limitBytes) {
    return new OutputBuffer(SettableClock.standing(), limitBytes);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static List<String> texts(List<EventDraft> events) throws Exception {
    List<String> texts = new ArrayList<>();
    for (EventDraft event : events) {
      texts.add(text(event));
    }
    return texts;
  }

  private static String text(EventDraft event) throws Exception {
    return StrictJson.parse(event.dataJson()).getAsString();
  }
}
