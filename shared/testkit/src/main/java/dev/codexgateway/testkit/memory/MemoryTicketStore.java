package dev.codexgateway.testkit.memory;

import dev.codexgateway.core.key.Ticket;
import dev.codexgateway.core.key.TicketStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Tickets in a map. */
public final class MemoryTicketStore implements TicketStore {
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Ticket> tickets = new ConcurrentHashMap<>();

  public MemoryTicketStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public String issue(Ticket ticket) {
    byte[] bits = new byte[16];
    random.nextBytes(bits);
    String value = HexFormat.of().formatHex(bits);
    tickets.put(value, ticket);
    return value;
  }

  @Override
  public Optional<Ticket> redeem(String value) {
    return Optional.ofNullable(tickets.remove(value))
        .filter(ticket -> ticket.expiresAt().isAfter(clock.instant()));
  }
}
