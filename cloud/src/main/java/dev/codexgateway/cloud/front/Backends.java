package dev.codexgateway.cloud.front;

import java.net.URI;
import java.util.List;

/**
 * Who answers which route. Any of a list is taken; one that does not accept connections is left out
 * until it does.
 *
 * @param workers for push messages; not reachable from the outside
 */
public record Backends(
    List<URI> health, List<URI> jsonRpc, List<URI> webhook, List<URI> relays, List<URI> workers) {
  public Backends {
    health = List.copyOf(health);
    jsonRpc = List.copyOf(jsonRpc);
    webhook = List.copyOf(webhook);
    relays = List.copyOf(relays);
    workers = List.copyOf(workers);
  }
}
