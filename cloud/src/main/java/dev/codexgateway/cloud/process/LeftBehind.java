package dev.codexgateway.cloud.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Processes of jobs whose worker is gone. A platform takes them away with the worker's container;
 * here they are found by their directory, and by the instance that their environment names. Only
 * Linux tells both, and only there do workers run.
 */
public final class LeftBehind {
  private static final String INSTANCE = "GATEWAY_INSTANCE=";

  private LeftBehind() {}

  /**
   * SIGKILL to all of them.
   *
   * @param workDirectory of the worker, which must be gone
   */
  public static void kill(Path workDirectory) {
    Set<ProcessHandle> inside =
        ProcessHandle.allProcesses()
            .filter(process -> isInside(process, workDirectory))
            .collect(Collectors.toSet());
    Set<String> instances =
        inside.stream().flatMap(LeftBehind::instance).collect(Collectors.toSet());
    inside.forEach(ProcessHandle::destroyForcibly);
    ProcessHandle.allProcesses()
        .filter(process -> instance(process).anyMatch(instances::contains))
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean isInside(ProcessHandle process, Path directory) {
    try {
      Path link = Path.of("/proc", Long.toString(process.pid()), "cwd");
      return Files.readSymbolicLink(link).startsWith(directory);
    } catch (IOException _) {
      return false; // somebody else's, or gone
    }
  }

  private static Stream<String> instance(ProcessHandle process) {
    try {
      Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
      String text = new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1);
      return Stream.of(text.split("\0")).filter(variable -> variable.startsWith(INSTANCE));
    } catch (IOException _) {
      return Stream.empty();
    }
  }
}
