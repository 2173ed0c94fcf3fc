package dev.codexgateway.core.key;

import dev.codexgateway.core.job.JobId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The right to open one watching connection, for clients that cannot send a key (browsers).
 *
 * @param jobs the only jobs it may watch; empty means all of the owner's
 * @param origin where given, the only {@code Origin} that may use it
 */
public record Ticket(
    Principal principal, Set<JobId> jobs, Optional<String> origin, Instant expiresAt) {
  public Ticket {
    jobs = Set.copyOf(jobs);
  }
}
