package dev.codexgateway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexgateway.core.key.ApiKey;
import dev.codexgateway.core.key.ApiKeyStore;
import dev.codexgateway.core.key.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ApiKeyStore} does. */
public abstract class ApiKeyStoreContract {
  private static final Instant LATER = Fixtures.NOW.plusSeconds(1);

  private ApiKeyStore store;

  /** An empty store. Called once per test. */
  protected abstract ApiKeyStore openStore() throws Exception;

  @BeforeEach
  final void openEmptyStore() throws Exception {
    store = openStore();
  }

  @Test
  void find_unknown_isEmpty() {
    assertEquals(Optional.empty(), store.find("nobody000000"));
  }

  @Test
  void put_everyMemberGiven_isFoundAsItWas() {
    ApiKey key =
        new ApiKey(
            "abcDEF012345",
            "owner with spaces",
            Fixtures.AWKWARD_TEXT,
            Set.of(Scope.ALL, Scope.JOBS_CANCEL, Scope.submit("a.b-c_d")),
            "0f".repeat(32),
            Fixtures.NOW,
            Optional.of(LATER),
            Optional.of(LATER.plusSeconds(1)));

    store.put(key);

    assertEquals(Optional.of(key), store.find(key.id()));
  }

  @Test
  void put_noScopes_isFoundAsItWas() {
    ApiKey key =
        new ApiKey(
            "abcDEF012345",
            Fixtures.OWNER,
            "",
            Set.of(),
            "00",
            Fixtures.NOW,
            Optional.empty(),
            Optional.empty());

    store.put(key);

    assertEquals(Optional.of(key), store.find(key.id()));
  }

  @Test
  void put_sameId_replaces() {
    store.put(Fixtures.apiKey("abcDEF012345", Fixtures.OWNER, Fixtures.NOW));
    ApiKey second = Fixtures.apiKey("abcDEF012345", Fixtures.OTHER_OWNER, LATER);

    store.put(second);

    assertEquals(Optional.of(second), store.find("abcDEF012345"));
    assertEquals(List.of(), store.list(Fixtures.OWNER));
  }

  @Test
  void find_otherCase_isAnotherKey() {
    store.put(Fixtures.apiKey("abcDEF012345", Fixtures.OWNER, Fixtures.NOW));

    assertEquals(Optional.empty(), store.find("ABCDEF012345"));
  }

  @Test
  void revoke_unknown_isEmpty() {
    assertEquals(Optional.empty(), store.revoke("nobody000000", Fixtures.NOW));
  }

  @Test
  void revoke_twice_keepsTheFirstTime() {
    store.put(Fixtures.apiKey("abcDEF012345", Fixtures.OWNER, Fixtures.NOW));

    ApiKey revoked = store.revoke("abcDEF012345", LATER).orElseThrow();

    assertEquals(Optional.of(LATER), revoked.revokedAt());
    assertEquals(Optional.of(revoked), store.revoke("abcDEF012345", LATER.plusSeconds(60)));
    assertEquals(Optional.of(revoked), store.find("abcDEF012345"));
  }

  @Test
  void list_isTheOwnersOldestFirstWithTheRevoked() {
    ApiKey young = Fixtures.apiKey("aaaaaaaaaaaa", Fixtures.OWNER, LATER);
    ApiKey old = Fixtures.apiKey("zzzzzzzzzzzz", Fixtures.OWNER, Fixtures.NOW);
    store.put(young);
    store.put(old);
    store.put(Fixtures.apiKey("bbbbbbbbbbbb", Fixtures.OTHER_OWNER, Fixtures.NOW));
    ApiKey revoked = store.revoke("zzzzzzzzzzzz", LATER).orElseThrow();

    assertEquals(List.of(revoked, young), store.list(Fixtures.OWNER));
    assertEquals(List.of(), store.list("nobody"));
  }
}
