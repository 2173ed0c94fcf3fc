package dev.codexgateway.core.key;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A key as it is stored: never its text, only {@code HMAC-SHA256(pepper, text)} in hex.
 *
 * @param id public, 12 base62 characters; {@code admin} for the key given by the environment
 * @param mac hex of the HMAC
 */
public record ApiKey(
    String id,
    String owner,
    String label,
    Set<Scope> scopes,
    String mac,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Optional<Instant> revokedAt) {
  public ApiKey {
    scopes = Set.copyOf(scopes);
  }

  public boolean isLive(Instant now) {
    return revokedAt.isEmpty() && expiresAt.filter(end -> !end.isAfter(now)).isEmpty();
  }
}
