package dev.codexgateway.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.secret.Secret;
import dev.codexgateway.core.secret.SecretStore;
import dev.codexgateway.emulators.SecretManagerFake;
import dev.codexgateway.testkit.SecretStoreContract;
import dev.codexgateway.testkit.SettableClock;
import dev.codexgateway.testkit.memory.MemorySecretStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SecretManagerStoreTest {
  private static final String PROJECT = "my-project";

  private final SecretManagerFake fake = SecretManagerFake.start();
  private final Project project =
      new Project(PROJECT).with("SECRET_MANAGER_EMULATOR_HOST", fake.host());
  private final SecretManagerStore direct =
      new SecretManagerStore(() -> project.clients().secrets(), PROJECT);

  @AfterEach
  void close() {
    project.close();
    fake.close();
  }

  @Nested
  class Contract extends SecretStoreContract {
    @Override
    protected SecretStore openStore(InstantSource clock) {
      return new CachedSecretStore(direct, clock);
    }

    @Override
    protected void set(String name, String value) {
      fake.set(PROJECT, name, value);
    }

    @Override
    protected void remove(String name) {
      fake.disableLatest(PROJECT, name);
    }
  }

  @Test
  void find_newestVersionDisabled_isTheNewestEnabled() {
    fake.set(PROJECT, "pepper", "one")
        .set(PROJECT, "pepper", "two")
        .set(PROJECT, "pepper", "three");
    fake.disableLatest(PROJECT, "pepper");

    assertEquals(Optional.of(new Secret("two")), direct.find("pepper"));
  }

  @Test
  void find_denied_namesTheSecretAndTheRole() {
    fake.set(PROJECT, "pepper", "s3cr3t-value");
    fake.deny(PROJECT, "pepper", true);

    assertEquals(
        "secret pepper of project my-project: permission denied; the service account needs"
            + " roles/secretmanager.secretAccessor on it",
        refusal("pepper"));
  }

  @Test
  void find_serviceAway_namesIt() {
    fake.close();
    SecretStore hasty =
        new SecretManagerStore(project.clients(Deadlines.STANDARD)::secrets, PROJECT);

    StoreUnavailableException refused =
        assertThrows(StoreUnavailableException.class, () -> hasty.find("pepper"));

    // Which of the two it is depends on what the last try met before the time was over.
    String line = String.valueOf(refused.getMessage());
    assertTrue(
        line.equals("secret pepper of project my-project: no answer in time")
            || line.equals(
                "secret pepper of project my-project: unreachable; check the network, or"
                    + " SECRET_MANAGER_EMULATOR_HOST"),
        line);
  }

  private String refusal(String name) {
    return String.valueOf(
        assertThrows(StoreUnavailableException.class, () -> direct.find(name)).getMessage());
  }

  @Nested
  class Cache {
    private final SettableClock clock = SettableClock.standing();
    private final MemorySecretStore source = new MemorySecretStore();
    private final CachedSecretStore cache = new CachedSecretStore(source, clock);

    @Test
    void find_withinHalfAMinute_asksOnce() {
      fake.set(PROJECT, "pepper", "one");
      CachedSecretStore real = new CachedSecretStore(direct, clock);
      for (int i = 0; i < 100; i++) {
        real.find("pepper");
      }
      assertEquals(1, fake.accesses());

      clock.advance(CachedSecretStore.FRESH);
      real.find("pepper");

      assertEquals(2, fake.accesses());
    }

    @Test
    void find_sourceAway_servesTheOldValueForFiveMinutes() {
      source.set("pepper", "one");
      cache.find("pepper");
      source.setAvailable(false);

      clock.advance(CachedSecretStore.USABLE.minusMillis(1));
      assertEquals(Optional.of(new Secret("one")), cache.find("pepper"));

      clock.advance(Duration.ofMillis(1));
      assertThrows(StoreUnavailableException.class, () -> cache.find("pepper"));
    }

    @Test
    void find_sourceBack_isAskedAgainSoon() {
      source.set("pepper", "one");
      cache.find("pepper");
      source.setAvailable(false);
      clock.advance(CachedSecretStore.FRESH);
      cache.find("pepper");
      source.setAvailable(true);
      source.set("pepper", "two");

      clock.advance(Duration.ofSeconds(5));

      assertEquals(Optional.of(new Secret("two")), cache.find("pepper"));
    }

    @Test
    void find_sourceAwayFromTheStart_isToldToTheCaller() {
      source.setAvailable(false);

      assertThrows(StoreUnavailableException.class, () -> cache.find("pepper"));
    }
  }
}
