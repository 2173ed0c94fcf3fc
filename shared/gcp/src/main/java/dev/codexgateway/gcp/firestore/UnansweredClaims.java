package dev.codexgateway.gcp.firestore;

import dev.codexgateway.core.job.JobId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Claims that may have been written although their answer was lost. The next claim of the job by
 * this process, most often the redelivered message's, takes up the same one.
 */
final class UnansweredClaims {
  private static final int MAX_CLAIMS = 1024;

  private final Map<JobId, String> tokens =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, String> eldest) {
          return size() > MAX_CLAIMS;
        }
      };

  synchronized void put(JobId id, String token) {
    tokens.put(id, token);
  }

  synchronized Optional<String> take(JobId id) {
    return Optional.ofNullable(tokens.remove(id));
  }
}
