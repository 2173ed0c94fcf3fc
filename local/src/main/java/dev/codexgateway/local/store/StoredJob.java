package dev.codexgateway.local.store;

import dev.codexgateway.core.job.Job;

/**
 * A job with what only this store knows of it.
 *
 * @param no its number in the tables
 * @param attemptFrom the number of the present (or last) attempt's first event; 1 before the first
 */
record StoredJob(long no, Job job, long attemptFrom) {
  StoredJob with(Job changed) {
    return new StoredJob(no, changed, attemptFrom);
  }
}
