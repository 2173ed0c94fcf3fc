package dev.codexgateway.benchmarks.cost;

import dev.codexgateway.benchmarks.cost.CallCounter.Count;
import dev.codexgateway.core.job.JobId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the calls of each kind of request, of all parts together. Keys are remembered for ten
 * seconds and secrets for thirty, so a request before each keeps their reads out of the figures.
 */
final class CountedCalls {
  private static final int WARM_TRIES = 10;
  private static final Map<String, Object> NO_PARAMS = Map.of();

  private final CloudParts parts;
  private final Map<String, Count> counts = new LinkedHashMap<>();

  /** What is counted; may need a second or two. */
  private interface Step {
    void run() throws InterruptedException;
  }

  CountedCalls(CloudParts parts) {
    this.parts = parts;
  }

  /** By kind of request, in the order of the table. */
  Map<String, Count> run() throws InterruptedException {
    warm();
    JobId done = shortJob();
    count("`exec` of a short job with a key for idempotency, not watched", this::idempotentJob);
    count("a short job that `job.wait` waits for, not watched", this::awaitedJob);
    count("a job that prints four times within two seconds, watched", () -> watched("chatty"));
    count("a watcher of a finished job", () -> parts.watch(done).awaitResult());
    count("`job.get`", () -> call("job.get", done));
    count("`job.log` of a short job", () -> call("job.log", done));
    count("`job.list` with 3 jobs on the page", () -> parts.call("job.list", Map.of("limit", 3)));
    JobId queued = parts.exec("echo", NO_PARAMS);
    count("`job.cancel` of a queued job", () -> call("job.cancel", queued));
    count("a bell that is delivered twice", () -> parts.work(done));
    count("a sweep that finds nothing", parts::sweep);
    return counts;
  }

  /**
   * As {@link #run}, of the short job only: an {@code exec}, its run, and one relay that shows it.
   */
  Count runShortJob() throws InterruptedException {
    warm();
    shortJob();
    return counts.values().iterator().next();
  }

  /** On a busy machine the very first call may take longer than a call may. */
  private void warm() throws InterruptedException {
    JobId first = warmExec(WARM_TRIES);
    Watch watch = parts.watch(first);
    parts.work(first);
    watch.awaitResult();
  }

  private JobId warmExec(int tries) {
    try {
      return parts.exec("echo", NO_PARAMS);
    } catch (IllegalStateException e) {
      if (tries == 1) {
        throw e;
      }
      return warmExec(tries - 1);
    }
  }

  private JobId shortJob() throws InterruptedException {
    List<JobId> made = new ArrayList<>();
    count("`exec` of a short job, shown by one relay", () -> made.add(watched("echo")));
    return made.getFirst();
  }

  private JobId watched(String command) throws InterruptedException {
    JobId id = parts.exec(command, NO_PARAMS);
    Watch watch = parts.watch(id);
    parts.work(id);
    watch.awaitResult();
    return id;
  }

  private void idempotentJob() {
    parts.work(parts.exec("echo", Map.of("idempotency_key", "once")));
  }

  private void awaitedJob() throws InterruptedException {
    JobId id = parts.exec("echo", NO_PARAMS);
    Thread worker = Thread.ofPlatform().start(() -> parts.work(id));
    parts.call("job.wait", Map.of("job_id", id.value(), "timeout_seconds", 20));
    worker.join();
  }

  private void call(String method, JobId id) {
    parts.call(method, Map.of("job_id", id.value()));
  }

  private void count(String what, Step step) throws InterruptedException {
    Count before = parts.total();
    step.run();
    counts.put(what, parts.total().minus(before));
  }
}
