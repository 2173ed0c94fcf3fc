package dev.codexgateway.local.store;

import dev.codexgateway.core.job.Change;
import dev.codexgateway.core.job.JobMachine;
import dev.codexgateway.core.job.NewJob;

/** A job with all that can be made ready before the writer's turn. */
record PreparedJob(NewJob job, Change change, String spec) {
  static PreparedJob of(NewJob job) {
    return new PreparedJob(job, JobMachine.submit(job), JsonColumns.writeSpec(job.spec()));
  }
}
