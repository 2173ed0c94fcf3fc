package dev.codexgateway.testkit.memory;

import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.secret.Secret;
import dev.codexgateway.core.secret.SecretStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Secrets that a test sets. */
public final class MemorySecretStore implements SecretStore {
  private final Map<String, Secret> secrets = new ConcurrentHashMap<>();
  private volatile boolean isAvailable = true;

  @Override
  public Optional<Secret> find(String name) {
    SecretStore.requireName(name);
    if (!isAvailable) {
      throw new StoreUnavailableException("the secrets are away");
    }
    return Optional.ofNullable(secrets.get(name));
  }

  public MemorySecretStore set(String name, String value) {
    secrets.put(SecretStore.requireName(name), new Secret(value));
    return this;
  }

  public void remove(String name) {
    secrets.remove(name);
  }

  public void setAvailable(boolean available) {
    isAvailable = available;
  }
}
