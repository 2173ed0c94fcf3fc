package dev.codexgateway.gcp.firestore;

import com.google.cloud.Timestamp;
import dev.codexgateway.core.job.Job;
import java.time.Instant;
import java.util.Map;

/**
 * A job with what only this store knows of it.
 *
 * @param updateTime of the document; a write is refused once it is another
 * @param expireAt when it and everything that belongs to it counts as deleted
 * @param token made up by the call that submitted or claimed it last, which so knows its own write
 * @param attemptFrom the number of the present (or last) attempt's first event; 1 before the first
 * @param log events that are kept in the job's document
 * @param parts how many parts there are of each text that is too large for the document
 */
record StoredJob(
    Job job,
    Timestamp updateTime,
    Instant expireAt,
    String token,
    long attemptFrom,
    LogState log,
    Map<String, Long> parts) {
  StoredJob {
    parts = Map.copyOf(parts);
  }

  StoredJob with(Job changed) {
    return new StoredJob(changed, updateTime, expireAt, token, attemptFrom, log, parts);
  }

  StoredJob with(LogState changed) {
    return new StoredJob(job, updateTime, expireAt, token, attemptFrom, changed, parts);
  }

  StoredJob with(Map<String, Long> changed) {
    return new StoredJob(job, updateTime, expireAt, token, attemptFrom, log, changed);
  }

  StoredJob with(Timestamp changed) {
    return new StoredJob(job, changed, expireAt, token, attemptFrom, log, parts);
  }

  StoredJob startedBy(String claim) {
    return new StoredJob(job, updateTime, expireAt, claim, job.nextSeq(), log, parts);
  }

  /**
   * Where the log is.
   *
   * @param chunks how many documents beneath the job's hold parts of it
   * @param embeddedBytes of the events in the job's own document
   */
  record LogState(long chunks, long embeddedBytes) {
    static final LogState EMPTY = new LogState(0, 0);
  }
}
