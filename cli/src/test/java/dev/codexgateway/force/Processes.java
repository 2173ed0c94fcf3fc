package dev.codexgateway.force;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The processes that a site's jobs have started, as {@code /proc} shows them. */
final class Processes {
  private static final int STATE = 0;
  private static final int START = 19;

  private final Site site;

  Processes(Site site) {
    this.site = site;
  }

  /**
   * @param start in clock ticks since boot; tells it from a later process with its pid
   */
  record Id(long pid, long start) implements Comparable<Id> {
    @Override
    public int compareTo(Id other) {
      return Long.compare(pid, other.pid);
    }
  }

  /** All that are alive: found by their environment, or by the mark that they have left. */
  Set<Id> living() {
    Set<Id> found = new TreeSet<>();
    for (Path directory : entries(Path.of("/proc"), "[0-9]*")) {
      long pid = Long.parseLong(directory.getFileName().toString());
      if (isOurs(directory)) {
        started(pid).ifPresent(start -> found.add(new Id(pid, start)));
      }
    }
    found.addAll(marked().stream().filter(Processes::isAlive).toList());
    return found;
  }

  /** With the directory of the test, and so not of another test or gateway. */
  private boolean isOurs(Path process) {
    try {
      return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1)
          .contains("FORCE_DIR=" + site.root() + "\0");
    } catch (IOException _) {
      return false;
    }
  }

  private List<Id> marked() {
    List<Id> marked = new ArrayList<>();
    for (Path mark : entries(site.root().resolve("marks"), "*")) {
      String name = mark.getFileName().toString();
      try {
        String start = Files.readString(mark).strip();
        if (!start.isEmpty()) {
          marked.add(
              new Id(
                  Long.parseLong(name.substring(name.lastIndexOf('.') + 1)),
                  Long.parseLong(start)));
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return marked;
  }

  /** How often each job's script was started, by job id. */
  Map<String, Long> starts() {
    return entries(site.root().resolve("starts"), "*").stream()
        .map(mark -> mark.getFileName().toString())
        .collect(
            Collectors.groupingBy(
                name -> name.substring(0, name.lastIndexOf('.')), Collectors.counting()));
  }

  void killAll() {
    living().forEach(id -> ProcessHandle.of(id.pid()).ifPresent(ProcessHandle::destroyForcibly));
  }

  static void awaitGone(Set<Id> processes, Duration atMost) throws InterruptedException {
    Wait.until(
        "gone: " + describe(processes),
        atMost,
        () -> processes.stream().noneMatch(Processes::isAlive));
  }

  static boolean isAlive(Id process) {
    return started(process.pid()).filter(start -> start == process.start()).isPresent();
  }

  /** Empty for a process that is gone, and for one that is dead and only waits to be reaped. */
  private static Optional<Long> started(long pid) {
    try {
      String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return fields[STATE].equals("Z") || fields[STATE].equals("X")
          ? Optional.empty()
          : Optional.of(Long.parseLong(fields[START]));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  static String describe(Set<Id> processes) {
    return processes.stream()
        .map(process -> process.pid() + " (" + commandLine(process.pid()) + ")")
        .collect(Collectors.joining(", "));
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1)
          .replace('\0', ' ')
          .strip();
    } catch (IOException _) {
      return "?";
    }
  }

  private static List<Path> entries(Path directory, String glob) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
      stream.forEach(entries::add);
      return entries;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
