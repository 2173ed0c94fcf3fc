package dev.codexgateway.gcp.firestore;

import dev.codexgateway.core.job.JobId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What this process knows of the jobs that its attempts write to, so that a write need not read
 * first. Should somebody else have written since, the write's precondition fails, and only then the
 * job is read.
 */
final class HeldJobs {
  private static final int MAX_JOBS = 1024;

  private final Map<JobId, Held> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, Held> eldest) {
          return size() > MAX_JOBS;
        }
      };

  /** One job. Its lock keeps the writes of one attempt from getting into each other's way. */
  static final class Held {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Optional<StoredJob> known = Optional.empty();

    ReentrantLock lock() {
      return lock;
    }

    Optional<StoredJob> known() {
      return known;
    }

    void know(StoredJob stored) {
      known = Optional.of(stored);
    }

    void forget() {
      known = Optional.empty();
    }
  }

  synchronized Held of(JobId id) {
    return entries.computeIfAbsent(id, _ -> new Held());
  }

  synchronized void remove(JobId id) {
    entries.remove(id);
  }
}
