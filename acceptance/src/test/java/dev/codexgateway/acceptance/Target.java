package dev.codexgateway.acceptance;

import java.net.URI;
import java.util.Set;

/**
 * The gateway under test.
 *
 * @param url without a path
 * @param adminKey with the scope {@code *}
 * @param abilities what may be assumed beyond the commands of the repository's {@code gateway.yaml}
 */
public record Target(URI url, String adminKey, Set<Ability> abilities) {
  public enum Ability {
    /** It has the commands of {@code e2e-commands.yaml}. */
    TEST_COMMANDS,
    /** It runs its commands on this machine. */
    SAME_MACHINE,
    /** It runs two jobs at once and no more. */
    TWO_AT_ONCE
  }

  public Target {
    abilities = Set.copyOf(abilities);
  }

  public URI uri(String path) {
    return URI.create(withoutSlash() + path);
  }

  public URI webSocket() {
    return URI.create(withoutSlash().replaceFirst("^http", "ws") + "/ws");
  }

  private String withoutSlash() {
    return url.toString().replaceFirst("/+$", "");
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
