package dev.codexgateway.core.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KeyringTest {
  private static final String ADMIN_TEXT = "an-admin-key-of-at-least-32-characters";
  private static final Duration REMEMBERED = Keyring.REMEMBERED;

  private final RecordingStore store = new RecordingStore();
  private final Set<Scope> scopes = Set.of(Scope.JOBS_READ);
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private final InstantSource clock = () -> now;
  private final Keyring keyring = new Keyring(store, pepper(1), clock);

  @Test
  void identify_madeKey_isItsPrincipal() {
    Keyring.Made made = made();

    assertEquals(
        Optional.of(new Principal("owner", made.key().id(), scopes)),
        keyring.identify(made.text().text()));
    assertEquals(made.key(), store.keys.get(made.key().id()));
  }

  @Test
  void make_storesNoPartOfTheSecret() {
    Keyring.Made made = made();

    String secret = made.text().text().substring("gwk_".length() + 13);
    assertFalse(made.key().toString().contains(secret.substring(0, 8)));
    assertTrue(made.key().mac().matches("[0-9a-f]{64}"));
  }

  @Test
  void unstored_isKnownToNobody() {
    Keyring.Made made = keyring.unstored("owner", "label", scopes, Optional.empty());

    assertEquals(Optional.empty(), keyring.identify(made.text().text()));
    assertEquals(Map.of(), store.keys);
  }

  @Test
  void identify_anythingElse_isNobody() {
    Keyring.Made made = made();
    Keyring.Made other = keyring.unstored("owner", "label", scopes, Optional.empty());

    for (String text :
        List.of(
            "", "x", ADMIN_TEXT, other.text().text(), made.text().text() + "x", made.key().mac())) {
      assertEquals(Optional.empty(), keyring.identify(text), text);
    }
  }

  @Test
  void identify_rightIdWrongSecret_isNobody() {
    Keyring.Made made = made();
    Keyring.Made other = keyring.unstored("thief", "label", scopes, Optional.empty());
    store.keys.put(other.key().id(), made.key());

    assertEquals(Optional.empty(), keyring.identify(other.text().text()));
  }

  @Test
  void identify_otherPepper_isNobody() {
    Keyring.Made made = made();

    assertEquals(
        Optional.empty(), new Keyring(store, pepper(2), clock).identify(made.text().text()));
  }

  @Test
  void identify_expired_isNobodyFromThatInstantOn() {
    Keyring.Made made = keyring.make("owner", "label", scopes, Optional.of(now.plusSeconds(60)));
    now = now.plusSeconds(60).minusMillis(1);
    assertTrue(keyring.identify(made.text().text()).isPresent());

    now = now.plusMillis(1);
    assertEquals(Optional.empty(), keyring.identify(made.text().text()));
  }

  @Test
  void identify_again_asksTheStoreOnlyAfterAWhile() {
    Keyring.Made made = made();
    for (int i = 0; i < 100; i++) {
      keyring.identify(made.text().text());
    }
    assertEquals(List.of(made.key().id()), store.asked);

    now = now.plus(REMEMBERED);
    keyring.identify(made.text().text());
    assertEquals(2, store.asked.size());
  }

  @Test
  void identify_revokedElsewhere_isNobodyWithinTheWhile() {
    Keyring.Made made = made();
    Principal principal = keyring.identify(made.text().text()).orElseThrow();
    store.revoke(made.key().id(), now);

    now = now.plus(REMEMBERED);

    assertEquals(Optional.empty(), keyring.identify(made.text().text()));
    assertFalse(keyring.isLive(principal));
  }

  @Test
  void forget_revokedHere_isNobodyAtOnce() {
    Keyring.Made made = made();
    keyring.identify(made.text().text());
    store.revoke(made.key().id(), now);

    keyring.forget(made.key().id());

    assertEquals(Optional.empty(), keyring.identify(made.text().text()));
  }

  @Test
  void isLive_asLongAsTheKeyIs() {
    Keyring.Made made = keyring.make("owner", "label", scopes, Optional.of(now.plusSeconds(60)));
    Principal principal = keyring.identify(made.text().text()).orElseThrow();
    assertTrue(keyring.isLive(principal));

    now = now.plusSeconds(60);
    assertFalse(keyring.isLive(principal));
  }

  @Test
  void installAdmin_plainText_mayEverything() {
    keyring.installAdmin(ADMIN_TEXT);

    Principal admin = keyring.identify(ADMIN_TEXT).orElseThrow();
    assertEquals(Keyring.ADMIN_OWNER, admin.owner());
    assertTrue(admin.may(Scope.KEYS_ADMIN));
    assertEquals(Optional.empty(), keyring.identify(ADMIN_TEXT + "x"));
  }

  @Test
  void installAdmin_keyOfOurForm_isKnownByItsId() {
    KeyText text = keyring.unstored("x", "x", Set.of(), Optional.empty()).text();

    keyring.installAdmin(text.text());

    assertEquals(text.id(), keyring.identify(text.text()).orElseThrow().keyId());
  }

  @Test
  void installAdmin_again_changesNothing() {
    keyring.installAdmin(ADMIN_TEXT);
    ApiKey first = store.keys.get(Keyring.ADMIN_ID);
    now = now.plusSeconds(5);

    keyring.installAdmin(ADMIN_TEXT);

    assertEquals(first, store.keys.get(Keyring.ADMIN_ID));
  }

  @Test
  void installAdmin_anotherText_replacesTheFirst() {
    keyring.installAdmin(ADMIN_TEXT);
    keyring.installAdmin("another-" + ADMIN_TEXT);

    assertEquals(Optional.empty(), keyring.identify(ADMIN_TEXT));
    assertTrue(keyring.identify("another-" + ADMIN_TEXT).isPresent());
  }

  private Keyring.Made made() {
    return keyring.make("owner", "label", scopes, Optional.empty());
  }

  private static byte[] pepper(int fill) {
    byte[] pepper = new byte[32];
    Arrays.fill(pepper, (byte) fill);
    return pepper;
  }

  private static final class RecordingStore implements ApiKeyStore {
    private final Map<String, ApiKey> keys = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    @Override
    public Optional<ApiKey> find(String id) {
      asked.add(id);
      return Optional.ofNullable(keys.get(id));
    }

    @Override
    public void put(ApiKey key) {
      keys.put(key.id(), key);
    }

    @Override
    public Optional<ApiKey> revoke(String id, Instant at) {
      return Optional.ofNullable(
          keys.computeIfPresent(
              id,
              (_, key) ->
                  new ApiKey(
                      key.id(),
                      key.owner(),
                      key.label(),
                      key.scopes(),
                      key.mac(),
                      key.createdAt(),
                      key.expiresAt(),
                      Optional.of(at))));
    }

    @Override
    public List<ApiKey> list(String owner) {
      return keys.values().stream().filter(key -> key.owner().equals(owner)).toList();
    }
  }
}
