package dev.codexgateway.functions.worker.process;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Processes of a gateway that was killed before it could end them. */
public final class Orphans {
  private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Runs runs = Runs.ofThisProcess();
  private final Posix posix;
  private final String instanceId;
  private final Map<ProcessInfo.Key, LeftBehind> found = new HashMap<>();
  private final Set<ProcessInfo.Key> terminated = new HashSet<>();

  private Orphans(Posix posix, String instanceId) {
    this.posix = posix;
    this.instanceId = instanceId;
  }

  /**
   * A process that was found and killed.
   *
   * @param jobId from its environment; empty for a descendant that has cleared its own
   */
  public record LeftBehind(long pid, Optional<String> jobId) {}

  /**
   * Ends every process that carries this instance in its environment, the sessions that such a
   * process leads, and all their descendants: SIGTERM, and SIGKILL after the grace. Returns when
   * they are gone.
   *
   * <p>To be called before the first run, by the process that holds the data directory: it does not
   * spare the children of a gateway that is alive. Not found is a process that cleared its
   * environment, left its session, and has lost its parents.
   *
   * @return who was found, by pid
   */
  public static List<LeftBehind> killLeftBehind(String instanceId, Duration terminateGrace) {
    Native.requireSupportedPlatform();
    try (Posix posix = new Posix()) {
      return new Orphans(posix, instanceId).killAll(terminateGrace.toNanos());
    }
  }

  private List<LeftBehind> killAll(long graceNanos) {
    long begin = System.nanoTime();
    List<ProcessInfo> left = find();
    while (!left.isEmpty()) {
      long elapsed = System.nanoTime() - begin;
      if (elapsed > graceNanos + PATIENCE_NANOS) {
        LOG.error("Processes of an earlier gateway cannot be killed: {}", left);
        break;
      }
      signal(left, elapsed < graceNanos);
      LockSupport.parkNanos(LOOK_NANOS);
      runs.reapOrphans(posix);
      left = find();
    }
    return found.values().stream().sorted(Comparator.comparingLong(LeftBehind::pid)).toList();
  }

  private void signal(List<ProcessInfo> processes, boolean gently) {
    for (ProcessInfo process : processes) {
      if (!gently) {
        ProcessTree.signal(posix, process, Signals.KILL);
      } else if (terminated.add(process.key())) {
        ProcessTree.signal(posix, process, Signals.TERM);
        ProcessTree.signal(posix, process, Signals.CONT);
      }
    }
  }

  /** Who is left now, parents first. */
  private List<ProcessInfo> find() {
    List<ProcessInfo> living = ProcessTable.living();
    Set<Integer> spared = selfAndAncestors(living);
    Map<Integer, Optional<String>> jobs = new HashMap<>();
    for (ProcessInfo process : living) {
      ProcessTable.marker(process.pid())
          .filter(marker -> marker.instanceId().equals(instanceId))
          .ifPresent(marker -> jobs.put(process.pid(), Optional.of(marker.jobId())));
    }
    Deque<ProcessInfo> open =
        living.stream()
            .filter(p -> found.containsKey(p.key()) || isMarked(p, jobs.keySet()))
            .collect(Collectors.toCollection(ArrayDeque::new));
    Set<ProcessInfo> left = new HashSet<>();
    while (!open.isEmpty()) {
      ProcessInfo process = open.pop();
      if (!spared.contains(process.pid()) && left.add(process)) {
        living.stream().filter(p -> p.parent() == process.pid()).forEach(open::add);
        Optional<String> job = jobs.getOrDefault(process.pid(), Optional.empty());
        found.putIfAbsent(process.key(), new LeftBehind(process.pid(), job));
      }
    }
    return left.stream()
        .sorted(
            Comparator.comparingLong(ProcessInfo::startTicks).thenComparingInt(ProcessInfo::pid))
        .toList();
  }

  private static boolean isMarked(ProcessInfo process, Set<Integer> marked) {
    return marked.contains(process.pid()) || marked.contains(process.session());
  }

  private static Set<Integer> selfAndAncestors(List<ProcessInfo> living) {
    Map<Integer, Integer> parents =
        living.stream().collect(Collectors.toMap(ProcessInfo::pid, ProcessInfo::parent));
    Set<Integer> line = new HashSet<>();
    int pid = Math.toIntExact(ProcessHandle.current().pid());
    while (pid > 0 && line.add(pid)) {
      pid = parents.getOrDefault(pid, 0);
    }
    return line;
  }
}
