package dev.codexgateway.functions.worker.process;

import static dev.codexgateway.functions.worker.process.Scripts.exited;
import static dev.codexgateway.functions.worker.process.Scripts.isAlive;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the two output streams get to the sink. */
@Timeout(60)
class ProcessOutputTest {
  @TempDir Path directory;
  private Scripts scripts;

  @BeforeEach
  void setUp() {
    scripts = new Scripts(directory);
  }

  @Test
  void streams_areKeptApart() {
    assertEquals(exited(0), scripts.run("echo out; echo err >&2"));
    assertEquals("out\n", scripts.output.stdout());
    assertEquals("err\n", scripts.output.stderr());
  }

  @Test
  void hugeOutput_onBothStreamsAtOnce_arrivesWhole() {
    scripts.run("seq 1 200000 & seq 200001 400000 >&2; wait");

    assertEquals(lines(1, 200_000), scripts.output.stdout());
    assertEquals(lines(200_001, 400_000), scripts.output.stderr());
  }

  private static String lines(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  @Test
  void bytes_thatAreNoText_arriveUnchanged() {
    byte[] all = new byte[256];
    IntStream.range(0, 256).forEach(i -> all[i] = (byte) i);

    scripts.run("for i in $(seq 0 255); do printf \"\\\\$(printf %o $i)\"; done");

    assertArrayEquals(all, scripts.output.stdoutBytes());
  }

  @Test
  void closedStdout_isNoEndOfTheRun() {
    assertEquals(exited(3), scripts.run("exec >&-; echo later >&2; exit 3"));
    assertEquals("later\n", scripts.output.stderr());
  }

  @Test
  void bothStreamsClosed_isNoEndOfTheRun() throws IOException {
    assertEquals(exited(4), scripts.run("exec >&- 2>&-; echo on > later; exit 4"));
    assertEquals("on\n", Files.readString(directory.resolve("later")));
  }

  @Test
  void lateOutput_withinTheGrace_isKept() {
    Limits graceful =
        new Limits(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));

    assertEquals(exited(0), scripts.run("(sleep 0.05; echo late) & exit 0", graceful));
    assertEquals("late\n", scripts.output.stdout());
  }

  @Test
  void tick_whileTheProgramIsSilent_comesWhenAskedFor() {
    class Ticking extends CollectedOutput {
      private boolean wanted;

      @Override
      public void stdout(ByteBuffer chunk) {
        wanted = true;
      }

      @Override
      public long nanosUntilTick() {
        return wanted ? 0 : Long.MAX_VALUE;
      }

      @Override
      public void tick() {
        wanted = false;
        write(directory.resolve("ticked"));
      }
    }
    Command command =
        scripts.command("/bin/sh", "-c", "echo; until [ -e ticked ]; do sleep 0.01; done");

    Exit exit =
        scripts.runner.run(scripts.jobId, command, Scripts.PATIENT, new Ticking(), scripts.control);

    assertEquals(exited(0), exit);
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "x");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void stop_whileTheSinkBlocks_isObeyedAfterwards() {
    class Blocking extends CollectedOutput {
      @Override
      public void stdout(ByteBuffer chunk) {
        write(directory.resolve("blocked"));
        Scripts.await(() -> scripts.control.stopReason().isPresent());
      }
    }
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              Scripts.await(() -> Files.exists(directory.resolve("blocked")));
              scripts.control.stop(StopReason.CANCELLED);
            });

    Exit exit =
        scripts.runner.run(
            scripts.jobId,
            scripts.command("/usr/bin/yes"),
            Scripts.PATIENT,
            new Blocking(),
            scripts.control);

    assertEquals(Scripts.terminated(StopReason.CANCELLED), exit);
  }

  @Test
  void stop_comingAfterTheEndButBeforeTheSinkReturns_changesNothing() {
    class Late extends CollectedOutput {
      @Override
      public void stdout(ByteBuffer chunk) {
        int program = scripts.awaitProgram();
        write(directory.resolve("go"));
        Scripts.await(() -> !isAlive(program));
        scripts.control.stop(StopReason.CANCELLED);
      }
    }
    Command command =
        scripts.command("/bin/sh", "-c", "echo; until [ -e go ]; do sleep 0.01; done; exit 6");

    Exit exit =
        scripts.runner.run(scripts.jobId, command, Scripts.PATIENT, new Late(), scripts.control);

    assertEquals(exited(6), exit);
  }

  @Test
  void output_heldOpenByAStranger_isAwaitedNoLongerThanTheGrace() throws IOException {
    CompletableFuture<Exit> exit =
        scripts.start("echo first; echo $$ > pid; until [ -e go ]; do sleep 0.01; done");
    Path stdout = Path.of("/proc/" + scripts.awaitPid("pid") + "/fd/1");
    try (OutputStream _ = Files.newOutputStream(stdout, StandardOpenOption.WRITE)) {
      write(directory.resolve("go"));

      assertEquals(exited(0), exit.join());
    }
    assertEquals("first\n", scripts.output.stdout());
  }

  @Test
  void sink_thatThrows_hasTheTreeKilledAndItsExceptionThrown() {
    IllegalStateException full = new IllegalStateException("no space left");
    class Failing extends CollectedOutput {
      @Override
      public void stdout(ByteBuffer chunk) {
        throw full;
      }
    }
    Command command =
        scripts.command(
            "/bin/sh", "-c", "trap '' TERM; sleep 1000 & echo $! > pid; echo x; sleep 1000");

    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                scripts.runner.run(
                    scripts.jobId, command, Scripts.PATIENT, new Failing(), scripts.control));

    assertSame(full, thrown);
    assertFalse(isAlive((int) scripts.control.pid().orElseThrow()));
    assertFalse(isAlive(scripts.awaitPid("pid")));
    scripts.assertNobodyLeft();
  }
}
