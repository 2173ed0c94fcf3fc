package dev.codexgateway.gcp;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventFeed.Listener;
import dev.codexgateway.core.job.JobId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who listens to which job in this process. */
final class Listeners {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final Map<JobId, List<Registration>> byJob = new ConcurrentHashMap<>();

  /** Compared by identity: the same listener may subscribe twice. */
  static final class Registration {
    private final JobId jobId;
    private final Listener listener;

    private Registration(JobId jobId, Listener listener) {
      this.jobId = jobId;
      this.listener = listener;
    }
  }

  Registration add(JobId jobId, Listener listener) {
    Registration registration = new Registration(jobId, listener);
    byJob.compute(
        jobId,
        (_, present) -> {
          List<Registration> all = present == null ? new CopyOnWriteArrayList<>() : present;
          all.add(registration);
          return all;
        });
    return registration;
  }

  void remove(Registration registration) {
    byJob.computeIfPresent(
        registration.jobId,
        (_, all) -> {
          all.remove(registration);
          return all.isEmpty() ? null : all;
        });
  }

  void tell(JobId jobId, List<Event> events) {
    for (Registration registration : byJob.getOrDefault(jobId, List.of())) {
      try {
        registration.listener.onEvents(jobId, events);
      } catch (RuntimeException e) {
        log.warn("{}: a listener failed; the others are called", jobId, e);
      }
    }
  }
}
