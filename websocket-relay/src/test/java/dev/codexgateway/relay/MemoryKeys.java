package dev.codexgateway.relay;

import dev.codexgateway.core.key.ApiKey;
import dev.codexgateway.core.key.ApiKeyStore;
import dev.codexgateway.core.key.Ticket;
import dev.codexgateway.core.key.TicketStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

final class MemoryKeys implements ApiKeyStore, TicketStore {
  private final Map<String, ApiKey> keys = new ConcurrentHashMap<>();
  private final Map<String, Ticket> tickets = new ConcurrentHashMap<>();

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
    return Optional.ofNullable(
        keys.computeIfPresent(
            id,
            (_, key) ->
                new ApiKey(
                    key.id(),
                    key.owner(),
                    key.label(),
                    key.scopes(),
                    key.mac(),
                    key.createdAt(),
                    key.expiresAt(),
                    Optional.of(at))));
  }

  @Override
  public List<ApiKey> list(String owner) {
    return keys.values().stream().filter(key -> key.owner().equals(owner)).toList();
  }

  @Override
  public String issue(Ticket ticket) {
    String value = UUID.randomUUID().toString();
    tickets.put(value, ticket);
    return value;
  }

  @Override
  public Optional<Ticket> redeem(String value) {
    return Optional.ofNullable(tickets.remove(value))
        .filter(ticket -> ticket.expiresAt().isAfter(Instant.now()));
  }
}
