package dev.codexgateway.functions.worker.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The processes of this machine, or container, as {@code /proc} shows them, proc(5). */
final class ProcessTable {
  private static final File PROC = new File("/proc");

  private ProcessTable() {}

  /**
   * All processes that are alive. Those that start meanwhile may be missing.
   *
   * @throws UncheckedIOException if {@code /proc} cannot be read, for want of descriptors
   */
  static List<ProcessInfo> living() {
    return all().stream().filter(ProcessInfo::alive).toList();
  }

  /** The pids of the children of a process, dead or alive, but not yet reaped. */
  static List<Integer> children(int parent) {
    return all().stream()
        .filter(process -> process.parent() == parent)
        .map(ProcessInfo::pid)
        .toList();
  }

  private static List<ProcessInfo> all() {
    String[] names = PROC.list();
    if (names == null) {
      throw new UncheckedIOException(new IOException("/proc cannot be listed"));
    }
    List<ProcessInfo> processes = new ArrayList<>();
    for (String name : names) {
      if (Character.isDigit(name.charAt(0))) {
        find(Integer.parseInt(name)).ifPresent(processes::add);
      }
    }
    return processes;
  }

  /**
   * One process, dead or alive, but not yet reaped.
   *
   * @throws UncheckedIOException if {@code /proc} cannot be read, for want of descriptors
   */
  static Optional<ProcessInfo> find(int pid) {
    try {
      byte[] stat = Files.readAllBytes(Path.of("/proc/" + pid + "/stat"));
      return ProcessInfo.parse(pid, new String(stat, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (FileSystemException cannotOpen) {
      throw new UncheckedIOException(cannotOpen);
    } catch (IOException _) {
      return Optional.empty(); // ESRCH: it went between open and read
    }
  }

  /**
   * The run a process says to be of. Empty as well for a process whose environment is not ours to
   * read, or is gone with the process.
   */
  static Optional<Marker> marker(int pid) {
    try {
      return Marker.find(Files.readAllBytes(Path.of("/proc/" + pid + "/environ")));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
