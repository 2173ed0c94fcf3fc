package dev.codexgateway.local.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.key.Ticket;
import dev.codexgateway.core.key.TicketStore;
import dev.codexgateway.testkit.Fixtures;
import dev.codexgateway.testkit.SettableClock;
import dev.codexgateway.testkit.TicketStoreContract;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MemoryTicketStoreTest extends TicketStoreContract {
  @Override
  protected TicketStore openStore(InstantSource clock) {
    return new MemoryTicketStore(clock);
  }

  @Test
  void issue_tooMany_theOldestStopsWorking() {
    MemoryTicketStore small = new MemoryTicketStore(SettableClock.standing(), 2);
    Ticket ticket =
        new Ticket(Fixtures.PRINCIPAL, Set.of(), Optional.empty(), Fixtures.NOW.plusSeconds(60));
    String oldest = small.issue(ticket);
    String second = small.issue(ticket);
    String third = small.issue(ticket);

    assertEquals(Optional.empty(), small.redeem(oldest));
    assertTrue(small.redeem(second).isPresent());
    assertTrue(small.redeem(third).isPresent());
  }
}
