package dev.codexgateway.core.key;

import java.util.Set;

/**
 * Who is calling.
 *
 * @param owner whose jobs the key sees
 * @param keyId for logs; never the key itself
 */
public record Principal(String owner, String keyId, Set<Scope> scopes) {
  public Principal {
    scopes = Set.copyOf(scopes);
  }

  public boolean may(Scope wanted) {
    return scopes.stream().anyMatch(scope -> scope.covers(wanted));
  }
}
