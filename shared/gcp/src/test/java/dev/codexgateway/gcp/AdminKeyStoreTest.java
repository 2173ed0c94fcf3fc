package dev.codexgateway.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.key.ApiKey;
import dev.codexgateway.core.key.KeyText;
import dev.codexgateway.core.key.Keyring;
import dev.codexgateway.core.key.Principal;
import dev.codexgateway.core.key.Scope;
import dev.codexgateway.testkit.ApiKeyStoreContract;
import dev.codexgateway.testkit.Fixtures;
import dev.codexgateway.testkit.SettableClock;
import dev.codexgateway.testkit.memory.MemoryApiKeyStore;
import dev.codexgateway.testkit.memory.MemorySecretStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AdminKeyStoreTest {
  private static final String SECRET = "gateway-api-key";
  private static final String OLD = "old-" + "0123456789abcdef".repeat(2);
  private static final String NEW = "new-" + "0123456789abcdef".repeat(2);
  private static final byte[] PEPPER = new byte[32];

  private final SettableClock clock = SettableClock.standing();
  private final MemorySecretStore secrets = new MemorySecretStore();
  private final MemoryApiKeyStore stored = new MemoryApiKeyStore();
  private final AdminKeyStore keys =
      new AdminKeyStore(
          stored, new CachedSecretStore(secrets, clock), SECRET, PEPPER, Fixtures.NOW);
  private final Keyring keyring = new Keyring(keys, PEPPER, clock);

  @Nested
  class Contract extends ApiKeyStoreContract {
    @Override
    protected AdminKeyStore openStore() {
      return keys;
    }
  }

  @Test
  void identify_theSecret_mayEverythingAndIsNotStored() {
    secrets.set(SECRET, OLD);

    assertEquals(
        Optional.of(new Principal("admin", "admin", Set.of(Scope.ALL))), keyring.identify(OLD));
    assertEquals(List.of(), stored.list("admin"));
    assertEquals(List.of("admin"), keys.list("admin").stream().map(ApiKey::id).toList());
  }

  @Test
  void identify_newSecret_takesThePlaceOfTheOldWithinAMinute() {
    secrets.set(SECRET, OLD);
    assertTrue(keyring.identify(OLD).isPresent());
    secrets.set(SECRET, NEW);

    clock.advance(Duration.ofSeconds(60));

    assertTrue(keyring.identify(NEW).isPresent());
    assertFalse(keyring.identify(OLD).isPresent());
  }

  @Test
  void identify_keyOfOurForm_rotatesToo() {
    String first = KeyText.next(new SecureRandom()).text();
    String second = KeyText.next(new SecureRandom()).text();
    secrets.set(SECRET, first);
    Principal admin = keyring.identify(first).orElseThrow();
    secrets.set(SECRET, second);

    clock.advance(Duration.ofSeconds(60));

    assertTrue(keyring.identify(second).isPresent());
    assertFalse(keyring.identify(first).isPresent());
    assertFalse(keyring.isLive(admin));
  }

  @Test
  void identify_secretTooShortOrWithdrawn_isNobody() {
    secrets.set(SECRET, "short");
    assertFalse(keyring.identify("short").isPresent());
    secrets.remove(SECRET);

    clock.advance(Duration.ofSeconds(60));

    assertFalse(keyring.identify("short").isPresent());
  }

  @Test
  void find_storedKey_worksWithoutTheSecret() {
    secrets.setAvailable(false);
    Keyring.Made made =
        keyring.make("team-red", "label", Set.of(Scope.JOBS_READ), Optional.empty());

    assertTrue(keyring.identify(made.text().text()).isPresent());
  }
}
