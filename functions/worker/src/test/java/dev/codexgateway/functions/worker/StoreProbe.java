package dev.codexgateway.functions.worker;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobQuery;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.Outcome;
import dev.codexgateway.core.job.OutputCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Notes the calls to a store, and lets a test do something in their place. */
final class StoreProbe implements JobStore {
  private final JobStore store;
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Step> steps = new ConcurrentHashMap<>();

  /** What to do in place of a call. */
  @FunctionalInterface
  interface Step {
    /**
     * @param call does what was asked for
     */
    Object run(int count, Supplier<?> call) throws InterruptedException;
  }

  StoreProbe(JobStore store) {
    this.store = store;
  }

  /** From now on this happens at each call of the method; the count begins at 1. */
  void at(String method, Step step) {
    calls.removeIf(method::equals);
    steps.put(method, step);
  }

  int count(String method) {
    return (int) calls.stream().filter(method::equals).count();
  }

  List<String> calls() {
    return List.copyOf(calls);
  }

  @SuppressWarnings("unchecked")
  private <T> T through(String method, Supplier<T> call) {
    int count;
    synchronized (calls) {
      calls.add(method);
      count = count(method);
    }
    Step step = steps.get(method);
    try {
      return step == null ? call.get() : (T) step.run(count, call);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Submission submit(NewJob job) {
    return through("submit", () -> store.submit(job));
  }

  @Override
  public Optional<Job> find(JobId id) {
    return through("find", () -> store.find(id));
  }

  @Override
  public Optional<JobView> view(JobId id) {
    return through("view", () -> store.view(id));
  }

  @Override
  public List<Job> list(JobQuery query) {
    return through("list", () -> store.list(query));
  }

  @Override
  public Claim claim(JobId id, Duration lease) {
    return through("claim", () -> store.claim(id, lease));
  }

  @Override
  public Renewal renew(Lease held, Duration lease) {
    return through("renew", () -> store.renew(held, lease));
  }

  @Override
  public Append append(Lease held, long firstSeq, List<EventDraft> events, OutputCounts output) {
    return through("append", () -> store.append(held, firstSeq, events, output));
  }

  @Override
  public Append finish(Lease held, long firstSeq, List<EventDraft> last, Outcome outcome) {
    return through("finish", () -> store.finish(held, firstSeq, last, outcome));
  }

  @Override
  public Append release(
      Lease held, long firstSeq, List<EventDraft> last, OutputCounts output, String reason) {
    return through("release", () -> store.release(held, firstSeq, last, output, reason));
  }

  @Override
  public Cancellation cancel(JobId id) {
    return through("cancel", () -> store.cancel(id));
  }

  @Override
  public List<Event> events(JobId id, long from, int limit) {
    return through("events", () -> store.events(id, from, limit));
  }

  @Override
  public List<Bell> due(Instant queuedBefore, int limit) {
    return through("due", () -> store.due(queuedBefore, limit));
  }
}
