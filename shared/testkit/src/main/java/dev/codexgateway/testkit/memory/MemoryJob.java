package dev.codexgateway.testkit.memory;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.job.Change;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.JobStore.JobView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A job, its log, and what else a store must remember of it. Guarded by the store's lock. */
final class MemoryJob {
  private final List<Event> log = new ArrayList<>();
  private Job job;
  private Instant queuedAt;
  private int attemptBegins;

  MemoryJob(Change submitted) {
    job = submitted.job();
    queuedAt = job.createdAt();
    log.addAll(submitted.events());
  }

  Job job() {
    return job;
  }

  void apply(Change change, Instant now) {
    if (change.job().attempt() > job.attempt()) {
      attemptBegins = log.size();
    }
    if (change.job().state() == JobState.QUEUED) {
      queuedAt = now;
    }
    job = change.job();
    log.addAll(change.events());
  }

  boolean isDue(Instant now, Instant queuedBefore) {
    return switch (job.state()) {
      case QUEUED -> queuedAt.isBefore(queuedBefore);
      case RUNNING -> job.leaseUntil().filter(until -> until.isAfter(now)).isEmpty();
      case SUCCEEDED, FAILED, TIMED_OUT, CANCELLED, LOST -> false;
    };
  }

  List<Event> events(long from, int limit) {
    int begin = (int) Math.min(Math.max(from, 1) - 1, log.size());
    return List.copyOf(log.subList(begin, Math.min(log.size(), begin + limit)));
  }

  JobView view() {
    List<Event> attempt = log.subList(attemptBegins, log.size());
    return new JobView(job, MemoryTails.of(attempt));
  }
}
