package dev.codexgateway.local;

import dev.codexgateway.core.key.ApiKey;
import dev.codexgateway.core.key.ApiKeyStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stored keys and one more that lives as long as this process: the command line's, which the
 * owner of the data directory reads from its {@code endpoint.json}.
 */
final class SessionKeyStore implements ApiKeyStore {
  private final ApiKeyStore stored;
  private volatile @Nullable ApiKey session;

  SessionKeyStore(ApiKeyStore stored) {
    this.stored = stored;
  }

  void setSession(ApiKey key) {
    session = key;
  }

  @Override
  public Optional<ApiKey> find(String id) {
    ApiKey own = session;
    return own != null && own.id().equals(id) ? Optional.of(own) : stored.find(id);
  }

  @Override
  public void put(ApiKey key) {
    stored.put(key);
  }

  @Override
  public Optional<ApiKey> revoke(String id, Instant at) {
    return stored.revoke(id, at);
  }

  @Override
  public List<ApiKey> list(String owner) {
    return stored.list(owner);
  }
}
