package dev.codexgateway.core.key;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps API keys, hashed. */
public interface ApiKeyStore {
  Optional<ApiKey> find(String id);

  /** Writes the key, replacing one with the same id. */
  void put(ApiKey key);

  /** The key as revoked; the first time stays. Empty where there is none. */
  Optional<ApiKey> revoke(String id, Instant at);

  /** All of an owner's keys, oldest first, with the revoked ones. */
  List<ApiKey> list(String owner);
}
