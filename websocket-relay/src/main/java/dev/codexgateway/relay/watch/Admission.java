package dev.codexgateway.relay.watch;

import dev.codexgateway.core.key.Credentials;
import dev.codexgateway.core.key.Keyring;
import dev.codexgateway.core.key.Principal;
import dev.codexgateway.core.key.Scope;
import dev.codexgateway.core.key.Ticket;
import dev.codexgateway.core.key.TicketStore;
import dev.codexgateway.relay.http.RequestHeaders;
import java.util.Optional;
import java.util.Set;

/** Finds out who wants to watch. May block. */
final class Admission {
  private final Keyring keyring;
  private final TicketStore tickets;

  Admission(Keyring keyring, TicketStore tickets) {
    this.keyring = keyring;
    this.tickets = tickets;
  }

  /**
   * @param ticket as shown by the client; used up here
   * @param origin of the page, already checked against the list
   * @throws Refused with 400 for contradictory credentials, 401 where nobody is behind them, 403
   *     where the key may not watch
   */
  Watcher admit(RequestHeaders headers, Optional<String> ticket, Optional<String> origin)
      throws Refused {
    Watcher watcher =
        switch (Credentials.from(headers.all("X-API-Key"), headers.all("Authorization"))) {
          case Credentials.Contradictory() ->
              throw Refused.with(400, "two different keys were given");
          case Credentials.Given(String key) -> byKey(key, ticket);
          case Credentials.None() -> byTicket(ticket, origin);
        };
    if (!watcher.principal().may(Scope.WS_SUBSCRIBE) && !watcher.principal().may(Scope.JOBS_READ)) {
      throw Refused.with(403, "the key lacks the scope ws:subscribe");
    }
    return watcher;
  }

  private Watcher byKey(String key, Optional<String> ticket) throws Refused {
    if (ticket.isPresent()) {
      throw Refused.with(400, "a key and a ticket were given");
    }
    Principal principal = keyring.identify(key).orElseThrow(Refused::unauthenticated);
    return new Watcher(principal, Set.of());
  }

  /** The key behind a ticket may have been revoked since it was issued. */
  private Watcher byTicket(Optional<String> value, Optional<String> origin) throws Refused {
    Ticket ticket =
        value
            .flatMap(tickets::redeem)
            .filter(found -> found.origin().isEmpty() || found.origin().equals(origin))
            .filter(found -> keyring.isLive(found.principal()))
            .orElseThrow(Refused::unauthenticated);
    return new Watcher(ticket.principal(), ticket.jobs());
  }
}
