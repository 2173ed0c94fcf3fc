package dev.codexgateway.functions.worker.process;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All runs of this process, and the orphans the kernel hands to it; says which process is whose.
 *
 * <p>Orphans: this process is a child subreaper, prctl(2). So whatever descends from a run has a
 * living chain of parents that ends in the run's own program or in a direct child of ours. If the
 * program has ended and no direct child can be of this run, nobody is left. This makes the check
 * after each run a system call or two.
 *
 * <p>Whose an orphan is: it is of the run whose session it is in, or in whose tree it was seen when
 * that was last looked through; else of the runs with its {@link Marker}; else, when it has left
 * the session and cleared its environment, of any run that began before it did. It goes when the
 * last of these ends.
 *
 * <p>Not of any run, and left alone: processes in our own session (runs never are, so these are
 * children of the JDK's ProcessBuilder), and children from before the first run, which a process
 * has that exec(3) turned into a gateway.
 */
final class Runs {
  /** After so many looks in vain somebody is taken to be there, and killing goes on. */
  private static final int MAX_LOOKS = 10;

  private final AdoptedChildren adopted;
  private final int ownSession;
  private final Set<ProcessInfo.Key> bystanders = new HashSet<>();

  /** Of orphans seen, which may clear their environment later. */
  private final Map<ProcessInfo.Key, Marker> markers = new HashMap<>();

  private final Set<Child> running = Collections.newSetFromMap(new IdentityHashMap<>());

  private Runs(Posix posix) throws PosixException {
    Posix.keepChildrenForWait();
    adopted = new AdoptedChildren(posix);
    ownSession = posix.session(0);
    for (int pid : adopted.pids(posix)) {
      ProcessTable.find(pid).map(ProcessInfo::key).ifPresent(bystanders::add);
    }
    posix.becomeSubreaper();
  }

  private static final class Holder {
    static final Runs RUNS = create();

    private static Runs create() {
      try (Posix posix = new Posix()) {
        return new Runs(posix);
      } catch (PosixException e) {
        throw new IllegalStateException("This process cannot supervise others", e);
      }
    }
  }

  /** Being a subreaper belongs to the process, so there is one for all runners. */
  static Runs ofThisProcess() {
    Native.requireSupportedPlatform();
    return Holder.RUNS;
  }

  synchronized Child begin(Marker marker) {
    Child child = new Child(marker);
    running.add(child);
    return child;
  }

  synchronized void started(Child child, int pid) {
    child.started(pid);
  }

  /**
   * Ends the run if its program has ended and nobody is left. All is one step, so that of two runs
   * ending together one sees the orphan that may be of either.
   *
   * @return how the program ended; empty if somebody is left
   */
  synchronized Optional<Posix.Ending> endIfNobodyIsLeft(Posix posix, Child child) {
    // In this order: the program could start somebody and end after we had looked around.
    if (!posix.hasEnded(child.pid()) || !nobodyIsLeft(posix, child)) {
      return Optional.empty();
    }
    running.remove(child);
    return posix.reap(child.pid());
  }

  /** Ends a run that was not started, or whose processes cannot be killed. */
  synchronized Optional<Posix.Ending> abandon(Posix posix, Child child) {
    running.remove(child);
    return child.pid() == 0 ? Optional.empty() : posix.reap(child.pid());
  }

  private boolean nobodyIsLeft(Posix posix, Child child) {
    for (int looks = 0; looks < MAX_LOOKS; looks++) {
      Look look = look(posix);
      if (look.living().stream().anyMatch(orphan -> goesWith(child, orphan))) {
        return false;
      }
      if (!look.someHadEnded()) {
        boolean undecided =
            look.living().stream().anyMatch(orphan -> suspects(orphan).contains(child));
        return !undecided || members(posix, child).isEmpty();
      }
    }
    return false;
  }

  /** All living processes of the run, parents before children. */
  synchronized List<ProcessInfo> members(Posix posix, Child child) {
    List<ProcessInfo> living = ProcessTable.living();
    Map<Integer, List<ProcessInfo>> byParent = new HashMap<>();
    living.forEach(p -> byParent.computeIfAbsent(p.parent(), _ -> new ArrayList<>()).add(p));
    List<ProcessInfo> roots = new ArrayList<>();
    living.stream().filter(child::knows).forEach(roots::add);
    withDescendants(look(posix).living(), byParent).stream()
        .filter(p -> goesWith(child, p))
        .forEach(roots::add);
    Set<ProcessInfo> members = withDescendants(roots, byParent);
    child.recognise(members);
    return members.stream()
        .sorted(
            Comparator.comparingLong(ProcessInfo::startTicks).thenComparingInt(ProcessInfo::pid))
        .toList();
  }

  private static Set<ProcessInfo> withDescendants(
      List<ProcessInfo> roots, Map<Integer, List<ProcessInfo>> byParent) {
    Set<ProcessInfo> found = new HashSet<>();
    Deque<ProcessInfo> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      ProcessInfo process = open.pop();
      if (found.add(process)) {
        open.addAll(byParent.getOrDefault(process.pid(), List.of()));
      }
    }
    return found;
  }

  /**
   * Sends SIGKILL to the orphans of a run as fast as they are found, to catch one that starts its
   * successor and ends, over and over. They are our children and not reaped, so their numbers are
   * theirs.
   *
   * @param killed those who got it already; grows
   * @return whether another look may find more
   */
  synchronized boolean killOrphans(Posix posix, Child child, Set<ProcessInfo.Key> killed) {
    Look look = look(posix);
    boolean more = look.someHadEnded();
    for (ProcessInfo orphan : look.living()) {
      if (goesWith(child, orphan) && posix.kill(orphan.pid(), Signals.KILL)) {
        more |= killed.add(orphan.key());
      }
    }
    return more;
  }

  /** Reaps orphans that have ended while the runs they are of go on. */
  synchronized void reapOrphans(Posix posix) {
    look(posix);
  }

  /**
   * What one look at our orphans showed.
   *
   * @param someHadEnded between being listed and being looked at, and so may have handed over a
   *     child that is not in the list: only a look without such ones shows all
   */
  private record Look(List<ProcessInfo> living, boolean someHadEnded) {}

  private Look look(Posix posix) {
    List<ProcessInfo> living = new ArrayList<>();
    boolean someHadEnded = false;
    for (int pid : adopted.pids(posix)) {
      if (posix.session(pid) == ownSession || isProgram(pid)) {
        continue;
      }
      Optional<ProcessInfo> orphan = ProcessTable.find(pid);
      if (orphan.filter(ProcessInfo::alive).isEmpty()) {
        someHadEnded |= posix.reap(pid).isPresent();
      } else if (!bystanders.contains(orphan.get().key())) {
        living.add(orphan.get());
      }
    }
    if (!markers.isEmpty()) {
      markers.keySet().retainAll(living.stream().map(ProcessInfo::key).collect(toSet()));
    }
    return new Look(living, someHadEnded);
  }

  private boolean isProgram(int pid) {
    return running.stream().anyMatch(child -> child.pid() == pid);
  }

  private boolean goesWith(Child child, ProcessInfo orphan) {
    return suspects(orphan).stream().allMatch(suspect -> suspect == child);
  }

  /** The runs an orphan may be of; none if they have all ended. */
  private List<Child> suspects(ProcessInfo orphan) {
    List<Child> certain = running.stream().filter(child -> child.knows(orphan)).toList();
    if (!certain.isEmpty()) {
      return certain;
    }
    Optional<Marker> marker = marker(orphan).filter(this::isOurs);
    return running.stream()
        .filter(
            child ->
                marker
                    .map(found -> found.equals(child.marker()))
                    .orElseGet(() -> child.mayHaveStartedBefore(orphan)))
        .toList();
  }

  private Optional<Marker> marker(ProcessInfo orphan) {
    Optional<Marker> marker = Optional.ofNullable(markers.get(orphan.key()));
    if (marker.isPresent()) {
      return marker;
    }
    Optional<Marker> read = ProcessTable.marker(orphan.pid());
    read.ifPresent(found -> markers.put(orphan.key(), found));
    return read;
  }

  /** A gateway that is itself run by a job marks its own children with another instance. */
  private boolean isOurs(Marker marker) {
    return running.stream()
        .anyMatch(child -> child.marker().instanceId().equals(marker.instanceId()));
  }
}
