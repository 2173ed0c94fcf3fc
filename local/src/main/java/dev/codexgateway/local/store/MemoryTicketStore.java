package dev.codexgateway.local.store;

import dev.codexgateway.core.key.Ticket;
import dev.codexgateway.core.key.TicketStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tickets inside one process: 256 random bits each, used once. Where too many are open the oldest
 * stops working, so that asking for tickets cannot fill the memory.
 */
public final class MemoryTicketStore implements TicketStore {
  private static final int DEFAULT_CAPACITY = 10_000;
  private static final int VALUE_BYTES = 32;

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Ticket> open;

  public MemoryTicketStore(InstantSource clock) {
    this(clock, DEFAULT_CAPACITY);
  }

  public MemoryTicketStore(InstantSource clock, int capacity) {
    this.clock = clock;
    this.open =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Ticket> eldest) {
            return size() > capacity;
          }
        };
  }

  @Override
  public String issue(Ticket ticket) {
    byte[] value = new byte[VALUE_BYTES];
    random.nextBytes(value);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    synchronized (open) {
      open.put(text, ticket);
    }
    return text;
  }

  @Override
  public Optional<Ticket> redeem(String value) {
    Ticket ticket;
    synchronized (open) {
      ticket = open.remove(value);
    }
    return Optional.ofNullable(ticket).filter(found -> found.expiresAt().isAfter(clock.instant()));
  }
}
