package dev.codexgateway.functions.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.command.CommandDefinition;
import dev.codexgateway.core.command.Word;
import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobSpec;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.OutputCounts;
import dev.codexgateway.testkit.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each end that a job can have. */
final class WorkerTest {
  @TempDir Path directory;

  @Test
  void handle_exitZero_succeedsWithItsOutput() throws Exception {
    try (Bench bench = bench(Bench.shell("echo out; echo err >&2"))) {
      Job job = bench.run();
      assertEquals(JobState.SUCCEEDED, job.state());
      assertEquals(OptionalInt.of(0), job.exitCode());
      assertEquals(Optional.empty(), job.signal());
      assertEquals(Optional.empty(), job.reason());
      assertEquals(new OutputCounts(4, 4, false), job.output());
      assertEquals("out\n", bench.stdout(job));
      assertEquals("err\n", bench.text(job.id(), EventType.STDERR));
    }
  }

  @Test
  void handle_shortJob_isTwoWrites() throws Exception {
    Duration longer = Duration.ofHours(1);
    WorkerSettings settings =
        new WorkerSettings(
            directory.resolve("work"),
            Fixtures.LEASE,
            Duration.ofSeconds(10),
            longer,
            longer,
            longer);
    try (Bench bench = new Bench(settings, Bench.shell("echo out"))) {
      bench.run();
      assertEquals(List.of("claim", "finish"), bench.jobs.calls());
    }
  }

  @Test
  void handle_longerThanThisWorkerLets_timesOutAndSaysSo() throws Exception {
    WorkerSettings settings =
        WorkerSettings.cloud(directory.resolve("work"), Fixtures.LEASE, Duration.ofSeconds(1));
    try (Bench bench = new Bench(settings, Bench.shell("echo up; exec sleep 600"))) {
      Job job = bench.run();
      assertEquals(JobState.TIMED_OUT, job.state());
      assertEquals(
          Optional.of("ran longer than the 1 s that a run may take on this worker"), job.reason());
    }
  }

  @Test
  void handle_exitCode_failsWithIt() throws Exception {
    try (Bench bench = bench(Bench.shell("exit 7"))) {
      Job job = bench.run();
      assertEquals(JobState.FAILED, job.state());
      assertEquals(OptionalInt.of(7), job.exitCode());
    }
  }

  @Test
  void handle_signal_failsWithItsName() throws Exception {
    try (Bench bench = bench(Bench.shell("kill -KILL $$"))) {
      Job job = bench.run();
      assertEquals(JobState.FAILED, job.state());
      assertEquals(OptionalInt.empty(), job.exitCode());
      assertEquals(Optional.of("SIGKILL"), job.signal());
    }
  }

  @Test
  void handle_tooSlow_timesOut() throws Exception {
    try (Bench bench = bench(Bench.shell("sleep 60"))) {
      JobSpec slow =
          new JobSpec(
              Bench.COMMAND,
              List.of(),
              Optional.empty(),
              Map.of(),
              Duration.ofSeconds(1),
              Map.of());
      Job job = bench.run(slow);
      assertEquals(JobState.TIMED_OUT, job.state());
      assertEquals(Optional.of("SIGTERM"), job.signal());
      assertEquals(Optional.of("ran longer than 1 s"), job.reason());
    }
  }

  @Test
  void handle_cancelledBefore_isNotStarted() throws Exception {
    try (Bench bench = bench(Bench.shell("echo started"))) {
      JobId id = bench.submit(Bench.spec(), 1);
      bench.memory.jobs().cancel(id);
      assertEquals(Worker.Answer.NOTHING_TO_DO, bench.worker.handle(id));
      assertEquals(JobState.CANCELLED, bench.job(id).state());
      assertEquals("", bench.text(id, EventType.STDOUT));
    }
  }

  @Test
  void handle_cancelledWhileItRuns_isStoppedByItsBell() throws Exception {
    try (Bench bench = bench(Bench.shell("echo up; sleep 60"))) {
      JobId id = bench.submit(Bench.spec(), 1);
      CompletableFuture<Worker.Answer> end = bench.begin(id);
      bench.memory.jobs().cancel(id);
      assertEquals(Worker.Answer.NOTHING_TO_DO, bench.worker.handle(id));
      assertEquals(Worker.Answer.DONE, end.join());
      bench.assertEnded(id);
      assertEquals(JobState.CANCELLED, bench.job(id).state());
      assertEquals(Optional.of("SIGTERM"), bench.job(id).signal());
      assertEquals(Optional.of("cancelled"), bench.job(id).reason());
    }
  }

  @Test
  void handle_cancelledAndCleanedUp_keepsTheExitCode() throws Exception {
    String script = "trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.05; done";
    try (Bench bench = bench(Bench.shell(script))) {
      JobId id = bench.submit(Bench.spec(), 1);
      CompletableFuture<Worker.Answer> end = bench.begin(id);
      bench.memory.jobs().cancel(id);
      assertTrue(bench.worker.nudge(id));
      end.join();
      assertEquals(JobState.CANCELLED, bench.job(id).state());
      assertEquals(OptionalInt.of(3), bench.job(id).exitCode());
      assertEquals("up\nbye\n", bench.text(id, EventType.STDOUT));
    }
  }

  @Test
  void handle_ended_doesNothing() throws Exception {
    try (Bench bench = bench(Bench.shell("echo once"))) {
      Job job = bench.run();
      List<Event> log = bench.log(job.id());
      bench.memory.jobs().cancel(job.id());
      assertEquals(Worker.Answer.NOTHING_TO_DO, bench.worker.handle(job.id()));
      assertEquals(log, bench.log(job.id()));
      assertFalse(bench.worker.nudge(job.id()));
    }
  }

  @Test
  void handle_noSuchJob_isUnknown() {
    try (Bench bench = bench(Bench.shell(":"))) {
      assertEquals(Worker.Answer.UNKNOWN_JOB, bench.worker.handle(JobId.next()));
    }
  }

  @Test
  void handle_executableMissing_failsWithTheReason() throws Exception {
    CommandDefinition command = Bench.command("/no/such/file", List.of(), Long.MAX_VALUE);
    try (Bench bench = bench(command)) {
      Job job = bench.run();
      assertEquals(JobState.FAILED, job.state());
      assertEquals(Optional.of("executable does not exist: /no/such/file"), job.reason());
      assertEquals(OptionalInt.empty(), job.exitCode());
    }
  }

  @Test
  void handle_notAllowedByThisConfiguration_failsWithEachReason() throws Exception {
    CommandDefinition takesNothing = Bench.command("/bin/true", List.of(), Long.MAX_VALUE);
    try (Bench bench = bench(takesNothing)) {
      JobSpec unknown =
          new JobSpec(
              "other", List.of(), Optional.empty(), Map.of(), Duration.ofMinutes(1), Map.of());
      assertEquals(
          Optional.of("refused by the worker's configuration: command is not a known command"),
          bench.run(unknown).reason());
      Job job = bench.run("a", "b");
      assertEquals(JobState.FAILED, job.state());
      assertEquals(
          Optional.of(
              "refused by the worker's configuration: args[0] the command takes no such argument;"
                  + " args[1] the command takes no such argument"),
          job.reason());
    }
  }

  @Test
  void handle_arguments_reachTheProgramAsTheyAre() throws Exception {
    CommandDefinition printf =
        Bench.command(
            "/usr/bin/printf", List.of(new Word.Fixed("<%s>"), Bench.anyText()), Long.MAX_VALUE);
    try (Bench bench = bench(printf)) {
      String[] args = {"", "two words", "$(id)", "*", "-n", "\u20ac\ud83d\ude00", "a\nb", "'\""};
      assertEquals("<" + String.join("><", args) + ">", bench.stdout(bench.run(args)));
    }
  }

  @Test
  void handle_stdin_isGivenOrEmpty() throws Exception {
    try (Bench bench = bench(Bench.shell("cat; ls -A"))) {
      JobSpec withInput =
          new JobSpec(
              Bench.COMMAND,
              List.of(),
              Optional.of("line 1\n\u20ac"),
              Map.of(),
              Duration.ofMinutes(1),
              Map.of());
      assertEquals("line 1\n\u20ac", bench.stdout(bench.run(withInput)));
      assertEquals("", bench.stdout(bench.run()));
    }
  }

  @Test
  void handle_environment_isWhatWasDeclared() throws Exception {
    try (Bench bench = bench(Bench.command("/usr/bin/env", List.of(), Long.MAX_VALUE))) {
      JobSpec spec =
          new JobSpec(
              Bench.COMMAND,
              List.of(),
              Optional.empty(),
              Map.of("GIVEN", "by the caller"),
              Duration.ofMinutes(1),
              Map.of());
      Job job = bench.run(spec);
      assertEquals(
          new TreeSet<>(
              List.of(
                  "GATEWAY_INSTANCE=memory",
                  "GATEWAY_JOB_ID=" + job.id(),
                  "GIVEN=by the caller",
                  "PATH=/usr/bin:/bin")),
          new TreeSet<>(bench.stdout(job).lines().toList()));
    }
  }

  @Test
  void handle_workDirectory_isFreshAndPrivate() throws Exception {
    try (Bench bench = bench(Bench.shell("stat -c %a . ..; ls -A; pwd; touch left"))) {
      List<String> first = bench.stdout(bench.run()).lines().toList();
      assertEquals(List.of("700", "700"), first.subList(0, 2));
      assertEquals(3, first.size());
      assertEquals(3, bench.stdout(bench.run()).lines().count());
    }
  }

  @Test
  void handle_outputPastTheLimit_isCountedAndNotKept() throws Exception {
    CommandDefinition noisy =
        Bench.command(
            "/bin/sh",
            List.of(new Word.Fixed("-c"), new Word.Fixed("head -c 300000 /dev/zero")),
            1000);
    try (Bench bench = bench(noisy)) {
      Job job = bench.run();
      assertEquals(JobState.SUCCEEDED, job.state());
      assertEquals(new OutputCounts(300_000, 0, true), job.output());
      assertEquals("\0".repeat(1000), bench.stdout(job));
    }
  }

  @Test
  void handle_muchOutput_isKeptWholeAndInOrder() throws Exception {
    try (Bench bench = bench(Bench.shell("seq 1 100000"))) {
      StringBuilder expected = new StringBuilder();
      for (int i = 1; i <= 100_000; i++) {
        expected.append(i).append('\n');
      }
      assertEquals(expected.toString(), bench.stdout(bench.run()));
    }
  }

  @Test
  void handle_directoryMadeInaccessible_isStillDeleted() throws Exception {
    String script = "mkdir -p a/b; echo x > a/b/c; chmod 0 a/b/c a/b a .";
    try (Bench bench = bench(Bench.shell(script))) {
      assertEquals(JobState.SUCCEEDED, bench.run().state());
    }
  }

  @Test
  void handle_ownDirectoryReplacedByALink_leavesItsTargetAlone() throws Exception {
    Path precious = directory.resolve("precious");
    Files.createDirectory(precious);
    Files.writeString(precious.resolve("file.txt"), "x");
    String script = "cd ..; rm -r \"$OLDPWD\"; ln -s \"$1\" \"$OLDPWD\"";
    try (Bench bench = bench(Bench.shell(script, "*.txt"))) {
      assertEquals(List.of(), bench.run(precious.toString()).artifacts());
      assertTrue(Files.exists(precious.resolve("file.txt")));
    }
  }

  private Bench bench(CommandDefinition command) {
    return new Bench(directory.resolve("work"), command);
  }
}
