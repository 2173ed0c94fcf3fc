package dev.codexgateway.core.key;

import java.util.Optional;

/** Keeps watch tickets until they are used, once, or expire. */
public interface TicketStore {
  /**
   * @return the value that the client shows: at least 128 random bits, fit for a URL and for a
   *     WebSocket subprotocol name (RFC 6455 section 4.1)
   */
  String issue(Ticket ticket);

  /** Uses the ticket up. Empty where it never was, is expired, or was used before. */
  Optional<Ticket> redeem(String value);
}
