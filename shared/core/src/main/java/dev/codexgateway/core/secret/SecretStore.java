package dev.codexgateway.core.secret;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps secrets under names; the configuration holds only the names. A new value counts within 60
 * seconds without a restart, so callers ask again for each use rather than keep the value.
 */
public interface SecretStore {
  /** What a name may be; the same everywhere, so that a configuration moves from body to body. */
  Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");

  /**
   * @param name letters, digits, {@code _} and {@code -}, at most 255 characters
   * @return the newest live value; empty where there is no such secret, or none of its versions is
   *     enabled
   * @throws IllegalArgumentException where the name is none
   * @throws dev.codexgateway.core.job.StoreUnavailableException where the store cannot answer
   *     within about two seconds and no remembered value is young enough
   */
  Optional<Secret> find(String name);

  /**
   * For adapters, before the name becomes part of a path.
   *
   * @throws IllegalArgumentException where it cannot be one
   */
  static String requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a secret's name has letters, digits, _ and -, at most 255: \"" + name + "\"");
    }
    return name;
  }
}
