package dev.codexgateway.functions.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.testkit.Fixtures;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextStreamTest {
  @Test
  void decode_splitAtEveryByte_isTheWholeText() {
    byte[] bytes = Fixtures.AWKWARD_TEXT.getBytes(UTF_8);
    for (int split = 0; split <= bytes.length; split++) {
      assertEquals(Fixtures.AWKWARD_TEXT, decodedInParts(bytes, split), "split at " + split);
    }
  }

  @Test
  void decode_byteByByte_isTheWholeText() {
    TextStream stream = new TextStream();
    StringBuilder text = new StringBuilder();
    for (byte b : Fixtures.AWKWARD_TEXT.getBytes(UTF_8)) {
      text.append(stream.decode(ByteBuffer.wrap(new byte[] {b})));
    }
    assertEquals(Fixtures.AWKWARD_TEXT, text + stream.end());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c328",
        "ff41",
        "e282",
        "f09f98",
        "f09fc3a9",
        "c080",
        "eda080",
        "41c3",
        "80808080"
      })
  void decode_badBytes_becomeReplacementsWhereverTheyAreSplit(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    String expected = new String(bytes, UTF_8);
    assertTrue(expected.contains("\ufffd"));
    for (int split = 0; split <= bytes.length; split++) {
      assertEquals(expected, decodedInParts(bytes, split), "split at " + split);
    }
  }

  @Test
  void decode_randomBytesInRandomParts_isAsDecodedAtOnce() {
    Random random = new Random(4711);
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = bytesThatLookLikeUtf8(random);
      TextStream stream = new TextStream();
      StringBuilder text = new StringBuilder();
      for (int from = 0; from < bytes.length; ) {
        int to = Math.min(bytes.length, from + random.nextInt(6));
        text.append(stream.decode(ByteBuffer.wrap(bytes, from, to - from)));
        from = to;
      }
      assertEquals(new String(bytes, UTF_8), text + stream.end(), HexFormat.of().formatHex(bytes));
    }
  }

  /** Mostly lead and continuation bytes, so that characters begin, break off and go on. */
  private static byte[] bytesThatLookLikeUtf8(Random random) {
    int[] likely = {'a', 0x80, 0x9f, 0xa0, 0xbf, 0xc2, 0xc3, 0xe0, 0xe2, 0xed, 0xf0, 0xf4, 0xff};
    byte[] bytes = new byte[random.nextInt(12)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) likely[random.nextInt(likely.length)];
    }
    return bytes;
  }

  private static String decodedInParts(byte[] bytes, int split) {
    TextStream stream = new TextStream();
    return stream.decode(ByteBuffer.wrap(Arrays.copyOf(bytes, split)))
        + stream.decode(ByteBuffer.wrap(bytes, split, bytes.length - split))
        + stream.end();
  }
}
