package dev.codexgateway.testkit.memory;

import dev.codexgateway.core.key.ApiKey;
import dev.codexgateway.core.key.ApiKeyStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keys in a map. */
public final class MemoryApiKeyStore implements ApiKeyStore {
  private final Map<String, ApiKey> keys = new ConcurrentHashMap<>();

  @Override
  public Optional<ApiKey> find(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  @Override
  public void put(ApiKey key) {
    keys.put(key.id(), key);
  }

  @Override
  public Optional<ApiKey> revoke(String id, Instant at) {
    return Optional.ofNullable(keys.computeIfPresent(id, (_, key) -> revoked(key, at)));
  }

  private static ApiKey revoked(ApiKey key, Instant at) {
    return new ApiKey(
        key.id(),
        key.owner(),
        key.label(),
        key.scopes(),
        key.mac(),
        key.createdAt(),
        key.expiresAt(),
        Optional.of(key.revokedAt().orElse(at)));
  }

  @Override
  public List<ApiKey> list(String owner) {
    return keys.values().stream()
        .filter(key -> key.owner().equals(owner))
        .sorted(Comparator.comparing(ApiKey::createdAt).thenComparing(ApiKey::id))
        .toList();
  }
}
