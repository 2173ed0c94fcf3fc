package dev.codexgateway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.codexgateway.core.secret.Secret;
import dev.codexgateway.core.secret.SecretStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link SecretStore} does. */
public abstract class SecretStoreContract {
  private static final String NAME = "github-hook_2";
  private static final Duration UNTIL_IT_COUNTS = Duration.ofSeconds(60);

  protected final SettableClock clock = SettableClock.standing();
  protected SecretStore store;

  /** A store without secrets. Called once per test. */
  protected abstract SecretStore openStore(InstantSource clock) throws Exception;

  /** As an operator gives a secret a new value. */
  protected abstract void set(String name, String value) throws Exception;

  /** As an operator withdraws a secret. */
  protected abstract void remove(String name) throws Exception;

  @BeforeEach
  final void openEmptyStore() throws Exception {
    store = openStore(clock);
  }

  @Test
  void find_unknown_isEmpty() {
    assertEquals(Optional.empty(), store.find(NAME));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123456789abcdef", " two words ", "\u00fc\u65e5\ud83d\ude00", "a\nb"})
  void find_known_isTheValueAsItWasGiven(String value) throws Exception {
    set(NAME, value);

    assertEquals(Optional.of(new Secret(value)), store.find(NAME));
  }

  @Test
  void find_eachName_hasItsOwnValue() throws Exception {
    set("one", "1");
    set("two", "2");

    assertEquals(Optional.of(new Secret("1")), store.find("one"));
    assertEquals(Optional.of(new Secret("2")), store.find("two"));
  }

  @Test
  void find_newValue_countsWithinAMinute() throws Exception {
    set(NAME, "old");
    assertEquals(Optional.of(new Secret("old")), store.find(NAME));
    set(NAME, "new");

    clock.advance(UNTIL_IT_COUNTS);

    assertEquals(Optional.of(new Secret("new")), store.find(NAME));
  }

  @Test
  void find_firstValue_countsWithinAMinute() throws Exception {
    assertEquals(Optional.empty(), store.find(NAME));
    set(NAME, "first");

    clock.advance(UNTIL_IT_COUNTS);

    assertEquals(Optional.of(new Secret("first")), store.find(NAME));
  }

  @Test
  void find_withdrawn_isEmptyWithinAMinute() throws Exception {
    set(NAME, "old");
    assertEquals(Optional.of(new Secret("old")), store.find(NAME));
    remove(NAME);

    clock.advance(UNTIL_IT_COUNTS);

    assertEquals(Optional.empty(), store.find(NAME));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../pepper", "a/b", ".", "a.b", "a b", "a\u0000", "\u00fc"})
  void find_noName_isRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> store.find(name));
  }

  @Test
  void find_value_doesNotShowItself() throws Exception {
    set(NAME, "0123456789abcdef");

    assertFalse(store.find(NAME).toString().contains("0123456789abcdef"));
    assertFalse(store.toString().contains("0123456789abcdef"));
  }
}
