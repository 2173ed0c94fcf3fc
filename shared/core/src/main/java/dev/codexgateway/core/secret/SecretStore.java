package dev.codexgateway.core.secret;

import java.util.Optional;

/**
 * Keeps secrets under names; the configuration holds only the names. A new value counts within 60
 * seconds without a restart, so callers ask again for each use rather than keep the value.
 */
public interface SecretStore {
  /**
   * @param name letters, digits, {@code _} and {@code -}, at most 255 characters
   * @return the newest live value; empty where there is no such secret, or none of its versions is
   *     enabled
   * @throws dev.codexgateway.core.job.StoreUnavailableException where the store cannot answer
   *     within about two seconds and no remembered value is young enough
   */
  Optional<Secret> find(String name);
}
