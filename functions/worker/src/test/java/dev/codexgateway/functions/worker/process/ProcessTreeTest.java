package dev.codexgateway.functions.worker.process;

import static dev.codexgateway.functions.worker.process.Scripts.exited;
import static dev.codexgateway.functions.worker.process.Scripts.isAlive;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a program leaves behind at its own end goes too, however it hides. */
@Timeout(60)
class ProcessTreeTest {
  private static final String UNTIL_THERE = "until [ -s pid ]; do sleep 0.01; done; ";

  /** Out of the session, orphaned, and without the marker. */
  private static final String HIDDEN_DAEMON =
      "env -i setsid sh -c '(sleep 1000 & echo $! > pid)' >/dev/null 2>&1 & ";

  @TempDir Path directory;
  private final List<Scripts> all = new ArrayList<>();
  private Scripts scripts;

  @BeforeEach
  void setUp() {
    scripts = another();
  }

  private Scripts another() {
    Scripts another = new Scripts(directory);
    all.add(another);
    return another;
  }

  @AfterEach
  void nobodyIsLeft() {
    all.forEach(Scripts::end);
    scripts.assertNobodyLeft();
  }

  @Test
  void backgroundChild_holdingTheOutputOpen_isEnded() {
    assertEquals(exited(0), scripts.run("sleep 1000 & echo $! > pid; echo hi"));
    assertEquals("hi\n", scripts.output.stdout());
    assertFalse(isAlive(scripts.awaitPid("pid")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // in the group
        "sleep 1000 >/dev/null 2>&1 & echo $! > pid; ",
        // in a group of its own
        "set -m; sleep 1000 >/dev/null 2>&1 & echo $! > pid; ",
        // in a session of its own
        "setsid sleep 1000 >/dev/null 2>&1 & echo $! > pid; ",
        // a daemon: in a session that it does not lead, its parents gone
        "setsid sh -c '(sleep 1000 & echo $! > pid)' >/dev/null 2>&1 & ",
        // without the marker, its parents there
        "env -i setsid sh -c 'sleep 1000 & echo $! > pid; wait' >/dev/null 2>&1 & ",
        HIDDEN_DAEMON,
        // deaf
        "setsid sh -c \"trap '' TERM; echo \\$\\$ > pid; exec sleep 1000\" >/dev/null 2>&1 & ",
        // deaf and suspended
        "setsid sh -c \"trap '' TERM; echo \\$\\$ > pid; kill -STOP \\$\\$\" >/dev/null 2>&1 & ",
      })
  void leftover_ofAnyKind_isEnded(String leaveBehind) {
    assertEquals(exited(7), scripts.run(leaveBehind + UNTIL_THERE + "exit 7"));
    assertFalse(isAlive(scripts.awaitPid("pid")));
  }

  /**
   * Each process leaves the group, starts the next and ends, many times while one looks through the
   * table. There is an end, for the case that nobody stops them.
   */
  @RepeatedTest(5)
  void leftover_thatForksWithoutEnd_isCaught() {
    String comet =
        "perl -e 'for (1..50000) { exit if fork; setpgrp; }; open F, \">arrived\"' >/dev/null 2>&1"
            + " & ";

    assertEquals(exited(0), scripts.run(comet + "sleep 0.01"));
    assertEquals(List.of(), Scripts.childrenInOtherSessions());
    assertEquals("", scripts.read("arrived"));
  }

  @Test
  void leftover_withoutMarker_isOfTheRunsThatBeganBeforeIt() {
    Scripts elder = another();
    CompletableFuture<Exit> elderExit =
        elder.start("echo $$ > elder; exec sleep 1000", Scripts.PATIENT);
    elder.awaitPid("elder");

    scripts.run(HIDDEN_DAEMON + UNTIL_THERE);
    int hidden = scripts.awaitPid("pid");
    boolean outlivedTheYounger = isAlive(hidden);
    elder.control.stop(StopReason.CANCELLED);
    elderExit.join();

    assertTrue(outlivedTheYounger);
    assertFalse(isAlive(hidden));
  }

  @Test
  void orphan_withoutMarkerButSeenInTheTree_isOfThatRunAlone() {
    Scripts elder = another();
    elder.start("echo $$ > elder; exec sleep 1000");
    elder.awaitPid("elder");
    CompletableFuture<Exit> exit =
        scripts.start(
            "env -i setsid sh -c"
                + " \"trap '' TERM; echo \\$\\$ > pid; while :; do sleep 0.1; done\" & wait",
            new Limits(Duration.ofMinutes(1), Duration.ofMillis(200), Duration.ZERO));
    int hidden = scripts.awaitPid("pid");

    scripts.control.stop(StopReason.CANCELLED);

    assertEquals(Scripts.terminated(StopReason.CANCELLED), exit.join());
    assertFalse(isAlive(hidden));
  }

  @Test
  void leftover_withoutMarker_isNotOfRunsThatBeganAfterIt() {
    Scripts younger = another();
    CompletableFuture<Exit> elderExit =
        scripts.start(HIDDEN_DAEMON + "until [ -e go ]; do sleep 0.01; done");
    int hidden = scripts.awaitPid("pid");
    awaitLaterTickThanStartOf(hidden);
    CompletableFuture<Exit> youngerExit = younger.start("echo $$ > younger; exec sleep 1000");
    younger.awaitPid("younger");

    scripts.run(scripts.command("/usr/bin/touch", "go"), Scripts.PATIENT);
    elderExit.join();
    boolean outlivedTheElder = isAlive(hidden);
    younger.control.stop(StopReason.CANCELLED);
    youngerExit.join();

    assertFalse(outlivedTheElder);
  }

  /** A process that starts now has a later start time. */
  private void awaitLaterTickThanStartOf(int pid) {
    long ticks = ProcessTable.find(pid).orElseThrow().startTicks();
    Scripts.await(
        () -> {
          try {
            Process process = new ProcessBuilder("/bin/sleep", "1000").start();
            try {
              return ProcessTable.find((int) process.pid()).orElseThrow().startTicks() > ticks;
            } finally {
              process.destroyForcibly().waitFor();
            }
          } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void leftover_ofAnotherRun_staysWhileThatRunGoesOn() {
    Scripts other = another();
    CompletableFuture<Exit> otherExit =
        other.start("(setsid sleep 1000 & echo $! > pid); until [ -e go ]; do sleep 0.01; done");
    int daemon = other.awaitPid("pid");

    scripts.run("sleep 1000 & touch done");
    boolean spared = isAlive(daemon);
    other.control.stop(StopReason.CANCELLED);

    assertTrue(spared);
    assertEquals(Scripts.terminated(StopReason.CANCELLED), otherExit.join());
    assertFalse(isAlive(daemon));
  }

  @Test
  void orphan_thatEndsDuringALongRun_isReapedMeanwhile() {
    CompletableFuture<Exit> exit =
        scripts.start(
            "(setsid sh -c 'echo $$ > pid; until [ -e end ]; do sleep 0.01; done' &);"
                + "until [ -e go ]; do sleep 0.01; done");
    int orphan = scripts.awaitPid("pid");
    write("end");

    Scripts.await(() -> ProcessTable.find(orphan).isEmpty());

    write("go");
    assertEquals(exited(0), exit.join());
  }

  private void write(String name) {
    try {
      Files.createFile(directory.resolve(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void childOfTheJdk_whoseThreadHasEnded_isLeftToTheJdk() throws Exception {
    CompletableFuture<Process> started = new CompletableFuture<>();
    Thread starter =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    started.complete(new ProcessBuilder("/bin/sh", "-c", "read x; exit 9").start());
                  } catch (IOException e) {
                    started.completeExceptionally(e);
                  }
                });
    starter.join();
    Process process = started.join();

    scripts.run("sleep 1000 & setsid sleep 1000 & exit 0");
    boolean spared = process.isAlive();
    process.outputWriter().close();
    scripts.run("sleep 1000 & exit 0");

    assertTrue(spared);
    assertEquals(9, process.waitFor());
  }

  @Test
  void orphans_withoutTheKernelsList_areFoundInTheTable() {
    CompletableFuture<Exit> exit =
        scripts.start("(setsid sleep 1000 & echo $! > pid); exec sleep 1000");
    int orphan = scripts.awaitPid("pid");
    try (Posix posix = new Posix()) {
      AdoptedChildren listed = new AdoptedChildren(posix);
      AdoptedChildren scanned = new AdoptedChildren(posix, "no-such-file");

      Scripts.await(() -> listed.pids(posix).contains(orphan));
      assertTrue(scanned.pids(posix).contains(orphan));
    }
    scripts.control.stop(StopReason.CANCELLED);
    exit.join();
  }

  @Test
  void timeout_ofHiddenDaemon_endsItToo() {
    Limits limits =
        new Limits(Duration.ofMillis(500), Duration.ofMillis(100), Duration.ofMillis(100));

    scripts.run(HIDDEN_DAEMON + "exec sleep 1000", limits);

    assertFalse(isAlive(scripts.awaitPid("pid")));
  }
}
