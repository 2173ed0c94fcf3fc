package dev.codexgateway.local.store;

import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The jobs that the writer changed last and will probably change again, so that it need not read
 * them first. Used by the writer's thread only, which sees every change, and emptied where a
 * transaction was rolled back.
 */
final class LiveJobs {
  private static final int MAX_JOBS = 4096;

  /** A job with megabytes of input is read again rather than kept. */
  private static final int MAX_SPEC_CHARS = 4096;

  private final Map<JobId, StoredJob> jobs =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, StoredJob> eldest) {
          return size() > MAX_JOBS;
        }
      };

  Optional<StoredJob> find(Session session, JobId id) throws SQLException {
    StoredJob known = jobs.get(id);
    return known != null ? Optional.of(known) : JobTable.find(session, id);
  }

  void changed(StoredJob stored) {
    Job job = stored.job();
    if (job.isTerminal() || !isSmall(job)) {
      jobs.remove(job.id());
    } else {
      jobs.put(job.id(), stored);
    }
  }

  void clear() {
    jobs.clear();
  }

  private static boolean isSmall(Job job) {
    int chars = job.spec().stdin().map(String::length).orElse(0);
    for (String arg : job.spec().args()) {
      chars += arg.length();
    }
    for (String value : job.spec().env().values()) {
      chars += value.length();
    }
    return chars <= MAX_SPEC_CHARS;
  }
}
