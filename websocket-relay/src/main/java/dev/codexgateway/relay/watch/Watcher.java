package dev.codexgateway.relay.watch;

import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.key.Principal;
import java.util.Set;

/**
 * Who watches, and what may be seen.
 *
 * @param jobs the only ones, where a ticket names some; empty means all of the owner's
 */
record Watcher(Principal principal, Set<JobId> jobs) {
  Watcher {
    jobs = Set.copyOf(jobs);
  }

  boolean maySee(Job job) {
    return job.owner().equals(principal.owner()) && (jobs.isEmpty() || jobs.contains(job.id()));
  }
}
