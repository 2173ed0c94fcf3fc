package dev.codexgateway.core.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeyTextTest {
  private final SecureRandom random = new SecureRandom();

  @Test
  void next_hasItsFormAndParses() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      KeyText key = KeyText.next(random);
      assertTrue(key.text().matches("gwk_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}"), key.text());
      assertEquals(Optional.of(key), KeyText.parse(key.text()));
      assertTrue(key.text().startsWith("gwk_" + key.id() + "_"));
      ids.add(key.id());
    }
    assertEquals(1000, ids.size());
  }

  @Test
  void parse_anyCharacterMistyped_isEmpty() {
    String text = KeyText.next(random).text();
    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == 'x' ? 'y' : 'x';
      String mistyped = text.substring(0, i) + other + text.substring(i + 1);
      assertEquals(Optional.empty(), KeyText.parse(mistyped), "at " + i);
    }
  }

  @Test
  void parse_neighboursSwapped_isEmpty() {
    String text = KeyText.next(random).text();
    for (int i = 0; i + 1 < text.length(); i++) {
      String swapped =
          text.substring(0, i) + text.charAt(i + 1) + text.charAt(i) + text.substring(i + 2);
      assertTrue(swapped.equals(text) || KeyText.parse(swapped).isEmpty(), "at " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gwk_", "a", "日本日本日本日本日本日本日本日本日本日本日本日本日本日本日本日本日本"})
  void parse_anythingElse_isEmpty(String text) {
    assertEquals(Optional.empty(), KeyText.parse(text));
  }

  @Test
  void parse_longerOrShorter_isEmpty() {
    String text = KeyText.next(random).text();

    assertEquals(Optional.empty(), KeyText.parse(text + "0"));
    assertEquals(Optional.empty(), KeyText.parse(text.substring(1)));
    assertEquals(Optional.empty(), KeyText.parse(" " + text.substring(1)));
  }

  @Test
  void toString_hidesTheSecret() {
    KeyText key = KeyText.next(random);

    assertEquals("gwk_" + key.id() + "_…", key.toString());
    assertFalse(key.toString().contains(key.text().substring(17)));
  }
}
