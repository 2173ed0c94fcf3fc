package dev.codexgateway.force;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.force.StoreImage.StoredJob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** All that the gateway has told its clients, and so must hold forever. Thread-safe. */
final class Ledger {
  private final Map<String, Submission> accepted = new ConcurrentHashMap<>();
  private final Map<String, String> byKey = new ConcurrentHashMap<>();
  private final Map<String, String> ends = new ConcurrentHashMap<>();
  private final Map<String, Map<Long, String>> seen = new ConcurrentHashMap<>();
  private final Map<String, Long> lastSeq = new ConcurrentHashMap<>();
  private final Map<String, String> frozen = new HashMap<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();

  /** An {@code exec} was answered with this job. */
  void accepted(Submission submission, String jobId) {
    accepted.put(jobId, submission);
    submission
        .idempotencyKey()
        .map(key -> byKey.putIfAbsent(key, jobId))
        .filter(before -> !before.equals(jobId))
        .ifPresent(before -> violation("one idempotency key made " + before + " and " + jobId));
  }

  /** An answer said that the job is in that state. */
  void sawState(String jobId, String state) {
    if (state.equals("queued") || state.equals("running")) {
      String end = ends.get(jobId);
      if (end != null) {
        violation(jobId + ": is " + state + " after it was " + end);
      }
      return;
    }
    String before = ends.putIfAbsent(jobId, state);
    if (before != null && !before.equals(state)) {
      violation(jobId + ": was " + before + ", then " + state);
    }
  }

  /** A watcher got this event. */
  void sawEvent(String jobId, long seq, String event) {
    Map<Long, String> events = seen.computeIfAbsent(jobId, _ -> new TreeMap<>());
    synchronized (events) {
      String before = events.putIfAbsent(seq, event);
      if (before != null && !before.equals(event)) {
        violation(jobId + ": event " + seq + " was " + before + ", then " + event);
      }
    }
  }

  /** A watcher was told that the log ends with this event. */
  void sawEnd(String jobId, long seq) {
    Long before = lastSeq.putIfAbsent(jobId, seq);
    if (before != null && before != seq) {
      violation(jobId + ": ended with event " + before + ", then with " + seq);
    }
  }

  void violation(String what) {
    violations.add(what);
  }

  Collection<String> acceptedJobs() {
    return List.copyOf(accepted.keySet());
  }

  int eventsSeen() {
    return seen.values().stream().mapToInt(Map::size).sum();
  }

  int logsSeenToTheEnd() {
    return lastSeq.size();
  }

  /**
   * What in the store contradicts what clients were told, or what an earlier image had ended with.
   *
   * @param starts how often each job's script was started
   */
  List<String> compare(StoreImage image, Map<String, Long> starts) {
    accepted.forEach((id, submission) -> compare(image, id, submission));
    seen.forEach((id, events) -> compareEvents(image, id, events));
    lastSeq.forEach((id, seq) -> compareEnd(image, id, seq));
    compareFrozen(image);
    starts.forEach(this::compareStarts);
    return new ArrayList<>(violations);
  }

  private void compare(StoreImage image, String id, Submission submission) {
    StoredJob job = image.jobs().get(id);
    if (job == null) {
      violation(id + ": accepted, but not there");
      return;
    }
    Optional.ofNullable(ends.get(id))
        .filter(end -> !end.equals(job.state()))
        .ifPresent(end -> violation(id + ": was told as " + end + ", is " + job.state()));
    if (job.state().equals("succeeded")) {
      String output = StoreChecker.output(job, EventType.STDOUT);
      submission
          .expectedOutput()
          .filter(expected -> !expected.equals(output))
          .ifPresent(_ -> violation(id + ": succeeded with output of another " + submission));
    }
  }

  private void compareEvents(StoreImage image, String id, Map<Long, String> events) {
    Map<Long, String> stored = new HashMap<>();
    StoredJob job = image.jobs().get(id);
    if (job != null) {
      for (Event event : job.log()) {
        stored.put(event.seq(), Json.event(event.toJson()));
      }
    }
    synchronized (events) {
      events.forEach(
          (seq, event) -> {
            if (!event.equals(stored.get(seq))) {
              violation(id + ": a watcher saw " + event + ", stored is " + stored.get(seq));
            }
          });
    }
  }

  private void compareEnd(StoreImage image, String id, long seq) {
    StoredJob job = image.jobs().get(id);
    if (job != null && job.nextSeq() != seq + 1) {
      violation(id + ": a watcher saw the end at " + seq + ", next_seq is " + job.nextSeq());
    }
  }

  /** A log that had ended in an earlier image must be the same in all later ones. */
  private void compareFrozen(StoreImage image) {
    frozen.forEach(
        (id, text) -> {
          StoredJob job = image.jobs().get(id);
          if (job == null || !text.equals(frozenText(job))) {
            violation(id + ": changed after its end");
          }
        });
    for (StoredJob job : image.jobs().values()) {
      if (job.isTerminal()) {
        frozen.putIfAbsent(job.id(), frozenText(job));
      }
    }
  }

  private static String frozenText(StoredJob job) {
    return job.state() + " " + job.attempt() + " " + job.artifacts() + "\n" + job.logText();
  }

  private void compareStarts(String id, long times) {
    Submission submission = accepted.get(id);
    if (times > 1 && submission != null && !submission.isRetrySafe()) {
      violation(id + ": " + submission.command() + " was started " + times + " times");
    }
  }
}
