package dev.codexgateway.functions.worker.process;

import static dev.codexgateway.functions.worker.process.Scripts.exited;
import static dev.codexgateway.functions.worker.process.Scripts.isAlive;
import static dev.codexgateway.functions.worker.process.Scripts.killed;
import static dev.codexgateway.functions.worker.process.Scripts.terminated;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Timeout and stop, whose signals reach everybody. */
@Timeout(60)
class ProcessStopTest {
  private static final Limits IMPATIENT =
      new Limits(Duration.ofMinutes(1), Duration.ofMillis(100), Duration.ofMillis(100));

  @TempDir Path directory;
  private Scripts scripts;

  @BeforeEach
  void setUp() {
    scripts = new Scripts(directory);
  }

  @AfterEach
  void nobodyIsLeft() {
    scripts.end();
    scripts.assertNobodyLeft();
  }

  @Test
  void timeout_passed_terminates() {
    Limits limits = new Limits(Duration.ofMillis(50), Duration.ofMinutes(1), Duration.ZERO);

    assertEquals(terminated(StopReason.TIMEOUT), scripts.run("exec sleep 1000", limits));
    assertEquals(Optional.of(StopReason.TIMEOUT), scripts.control.stopReason());
  }

  @Test
  void cancel_beforeStart_startsNothing() {
    scripts.control.stop(StopReason.CANCELLED);

    assertEquals(new Exit.NeverStarted(StopReason.CANCELLED), scripts.run("touch started"));
    assertFalse(Files.exists(directory.resolve("started")));
  }

  @Test
  void cancel_whileRunning_killsWholeTree() {
    CompletableFuture<Exit> exit =
        scripts.start("sleep 1000 & setsid sleep 1000 & echo $! > pid; wait");
    int pid = scripts.awaitPid("pid");

    scripts.control.stop(StopReason.CANCELLED);

    assertEquals(terminated(StopReason.CANCELLED), exit.join());
    assertFalse(isAlive(pid));
  }

  @Test
  void cancel_afterExit_changesNothing() {
    assertEquals(exited(0), scripts.run("exit 0"));

    assertTrue(scripts.control.stop(StopReason.CANCELLED));
    assertEquals(Optional.of(StopReason.CANCELLED), scripts.control.stopReason());
  }

  @Test
  void cancel_whileOnlyLateOutputIsAwaited_keepsTheExitAndEndsTheWait() {
    Limits graceful =
        new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
    CompletableFuture<Exit> exit = scripts.start("sleep 1000 & echo $! > pid; exit 5", graceful);
    scripts.awaitPid("pid");
    int program = scripts.awaitProgram();
    Scripts.await(() -> !isAlive(program));

    scripts.control.stop(StopReason.SHUTDOWN);

    assertEquals(exited(5), exit.join());
  }

  @Test
  void stop_twice_keepsTheFirstReason() {
    CompletableFuture<Exit> exit = scripts.start("echo $$ > pid; exec sleep 1000");
    scripts.awaitPid("pid");

    assertTrue(scripts.control.stop(StopReason.LEASE_LOST));
    assertFalse(scripts.control.stop(StopReason.CANCELLED));

    assertEquals(terminated(StopReason.LEASE_LOST), exit.join());
  }

  @Test
  void stop_ofProgramThatCleansUp_keepsItsCodeAndLastOutput() {
    CompletableFuture<Exit> exit =
        scripts.start("trap 'echo bye; exit 3' TERM; echo $$ > pid; while :; do sleep 0.01; done");
    scripts.awaitPid("pid");

    scripts.control.stop(StopReason.CANCELLED);

    assertEquals(exited(3, StopReason.CANCELLED), exit.join());
    assertEquals("bye\n", scripts.output.stdout());
  }

  @Test
  void stop_ofProgramThatIgnoresTerm_kills() {
    CompletableFuture<Exit> exit =
        scripts.start("trap '' TERM; echo $$ > pid; while :; do sleep 0.1; done", IMPATIENT);
    scripts.awaitPid("pid");

    scripts.control.stop(StopReason.CANCELLED);

    assertEquals(killed(StopReason.CANCELLED), exit.join());
  }

  @Test
  void stop_ofParentBeforeGrandchildThatIgnoresTerm_killsBoth() {
    CompletableFuture<Exit> exit =
        scripts.start(
            "setsid sh -c \"trap '' TERM; echo \\$\\$ > pid; while :; do sleep 0.1; done\" & wait",
            IMPATIENT);
    int pid = scripts.awaitPid("pid");

    scripts.control.stop(StopReason.CANCELLED);

    assertEquals(terminated(StopReason.CANCELLED), exit.join());
    assertFalse(isAlive(pid));
  }

  @Test
  void stop_ofSuspendedProgram_terminatesIt() {
    CompletableFuture<Exit> exit = scripts.start("echo $$ > pid; kill -STOP $$");
    scripts.awaitPid("pid");

    scripts.control.stop(StopReason.CANCELLED);

    assertEquals(terminated(StopReason.CANCELLED), exit.join());
  }

  @Test
  void stop_ofSuspendedProgramThatIgnoresTerm_kills() {
    CompletableFuture<Exit> exit =
        scripts.start("trap '' TERM; echo $$ > pid; while :; do kill -STOP $$; done", IMPATIENT);
    scripts.awaitPid("pid");

    scripts.control.stop(StopReason.CANCELLED);

    assertEquals(killed(StopReason.CANCELLED), exit.join());
  }

  @Test
  void stop_ofManyProcesses_endsAll() throws Exception {
    // Two children each, six generations: 127 processes.
    Path tree =
        scripts.script(
            "tree",
            """
            [ $1 -gt 0 ] && { "$0" $(($1 - 1)) & "$0" $(($1 - 1)) & } || echo leaf
            trap '' TERM
            wait
            exec sleep 1000
            """);
    CompletableFuture<Exit> exit = scripts.start("exec " + tree + " 6", IMPATIENT);
    Scripts.await(() -> scripts.output.stdout().lines().count() == 64);

    scripts.control.stop(StopReason.CANCELLED);

    assertEquals(killed(StopReason.CANCELLED), exit.join());
  }
}
