package dev.codexgateway.relay;

import dev.codexgateway.core.event.EventFeed;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.key.Keyring;
import dev.codexgateway.core.key.TicketStore;
import dev.codexgateway.core.platform.Platform;
import java.time.InstantSource;

/** The ports that watching needs. */
public record Watching(
    JobStore jobs, EventFeed feed, Keyring keyring, TicketStore tickets, InstantSource clock) {
  public static Watching of(Platform platform) {
    return new Watching(
        platform.jobs(),
        platform.relayFeed(),
        platform.keyring(),
        platform.tickets(),
        platform.clock());
  }
}
