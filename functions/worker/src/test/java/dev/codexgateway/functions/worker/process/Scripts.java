package dev.codexgateway.functions.worker.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Runs shell scripts in a directory of their own, as one job.
 *
 * <p>Scripts tell the test what they did in files; so the test waits for what it wants to see, and
 * never for a time.
 */
final class Scripts {
  static final String INSTANCE = UUID.randomUUID().toString();
  static final Limits PATIENT =
      new Limits(Duration.ofMinutes(2), Duration.ofMinutes(1), Duration.ofMillis(200));
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  final ProcessRunner runner = new ProcessRunner(INSTANCE);
  final Path directory;
  final String jobId = UUID.randomUUID().toString();
  final RunControl control = new RunControl();
  final CollectedOutput output = new CollectedOutput();
  private final List<CompletableFuture<Exit>> started = new ArrayList<>();

  Scripts(Path directory) {
    this.directory = directory;
  }

  Command command(String executable, String... args) {
    return new Command(
        Path.of(executable),
        List.of(args),
        Map.of("PATH", "/usr/bin:/bin"),
        directory,
        Optional.empty());
  }

  Exit run(String script) {
    return run(script, PATIENT);
  }

  Exit run(String script, Limits limits) {
    return run(command("/bin/sh", "-c", script), limits);
  }

  Exit run(Command command, Limits limits) {
    return runner.run(jobId, command, limits, output, control);
  }

  CompletableFuture<Exit> start(String script) {
    return start(script, PATIENT);
  }

  CompletableFuture<Exit> start(String script, Limits limits) {
    CompletableFuture<Exit> exit = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                exit.complete(run(script, limits));
              } catch (Throwable thrown) {
                exit.completeExceptionally(thrown);
              }
            });
    started.add(exit);
    return exit;
  }

  /** So that a test that fails leaves no run to the next one. */
  void end() {
    control.stop(StopReason.SHUTDOWN);
    CompletableFuture.allOf(started.toArray(CompletableFuture[]::new)).handle((_, _) -> "").join();
  }

  /** The program may be heard of before the thread that started it goes on. */
  int awaitProgram() {
    await(() -> control.pid().isPresent());
    return Math.toIntExact(control.pid().orElseThrow());
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  /** Writes an executable script into the directory. */
  Path script(String name, String text) throws IOException {
    Path file = Files.writeString(file(name), "#!/bin/sh\n" + text + "\n");
    assertTrue(file.toFile().setExecutable(true));
    return file;
  }

  /** Waits until the script has written a whole line with a pid into the file. */
  int awaitPid(String name) {
    await(() -> read(name).endsWith("\n"));
    return Integer.parseInt(read(name).strip());
  }

  String read(String name) {
    try {
      return Files.exists(file(name)) ? Files.readString(file(name)) : "";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "waited in vain");
      LockSupport.parkNanos(1_000_000);
    }
  }

  static boolean isAlive(int pid) {
    return ProcessTable.find(pid).filter(ProcessInfo::alive).isPresent();
  }

  /** Looks through all processes, as nobody may hide by leaving the tree that the runner knows. */
  void assertNobodyLeft() {
    List<Integer> left =
        ProcessTable.living().stream()
            .map(ProcessInfo::pid)
            .filter(pid -> ProcessTable.marker(pid).filter(this::isOfThisJob).isPresent())
            .toList();
    assertEquals(List.of(), left);
  }

  private boolean isOfThisJob(Marker marker) {
    return marker.equals(new Marker(INSTANCE, jobId));
  }

  /** Dead or alive; those in our own session are the build's. */
  static List<Integer> childrenInOtherSessions() {
    int own = Math.toIntExact(ProcessHandle.current().pid());
    int session = ProcessTable.find(own).orElseThrow().session();
    return ProcessTable.children(own).stream()
        .filter(pid -> ProcessTable.find(pid).filter(p -> p.session() != session).isPresent())
        .toList();
  }

  static Exit exited(int code) {
    return new Exit.Exited(code, Optional.empty());
  }

  static Exit exited(int code, StopReason stopped) {
    return new Exit.Exited(code, Optional.of(stopped));
  }

  static Exit killed(StopReason stopped) {
    return new Exit.Signalled(9, "SIGKILL", Optional.of(stopped));
  }

  static Exit terminated(StopReason stopped) {
    return new Exit.Signalled(15, "SIGTERM", Optional.of(stopped));
  }
}
