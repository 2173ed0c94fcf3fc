package dev.codexgateway.functions.worker.process;

import static dev.codexgateway.functions.worker.process.Scripts.isAlive;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway process that is killed, or was started without what one takes for granted. */
@Timeout(120)
class OrphansTest {
  private static final Duration GRACE = Duration.ofMillis(300);

  @TempDir Path directory;
  private final String instanceId = UUID.randomUUID().toString();
  private final List<Process> started = new ArrayList<>();
  private Scripts scripts;

  @BeforeEach
  void setUp() {
    scripts = new Scripts(directory);
  }

  @AfterEach
  void end() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly().waitFor();
    }
    Orphans.killLeftBehind(instanceId, Duration.ZERO);
  }

  @Test
  void gatewayKilled_whileAJobRuns_leavesProcessesThatTheNextOneEnds() throws Exception {
    Process gateway =
        start(
            Map.of(),
            GatewayProcess.commandLine(
                instanceId,
                directory,
                """
                echo $$ > main
                setsid sh -c 'trap "" TERM; echo $$ > deaf; while :; do sleep 0.1; done' &
                env -i setsid sleep 1000 & echo $! > hidden
                (setsid sh -c '(sleep 1000 & echo $! > daemon)' &)
                wait
                """));
    List<Integer> pids = new ArrayList<>();
    for (String name : List.of("main", "deaf", "hidden", "daemon")) {
      pids.add(scripts.awaitPid(name));
    }
    Process bystander =
        start(
            Map.of("GATEWAY_INSTANCE", UUID.randomUUID().toString(), "GATEWAY_JOB_ID", "job-1"),
            List.of("/bin/sleep", "1000"));

    gateway.destroyForcibly().waitFor();
    boolean outlived = pids.stream().allMatch(Scripts::isAlive);
    List<Orphans.LeftBehind> killed = Orphans.killLeftBehind(instanceId, GRACE);

    assertTrue(outlived);
    pids.forEach(pid -> assertFalse(isAlive(pid)));
    assertTrue(killed.contains(new Orphans.LeftBehind(pids.getFirst(), Optional.of("job-1"))));
    assertTrue(killed.contains(new Orphans.LeftBehind(pids.get(2), Optional.empty())));
    assertTrue(killed.stream().map(Orphans.LeftBehind::pid).toList().containsAll(longs(pids)));
    assertTrue(bystander.isAlive());
    assertEquals(List.of(), Orphans.killLeftBehind(instanceId, GRACE));
  }

  private static List<Long> longs(List<Integer> pids) {
    return pids.stream().map(Integer::longValue).toList();
  }

  @Test
  void gateway_startedWithSigchldIgnored_stillLearnsHowProgramsEnd() throws Exception {
    // A shell does not hand it down.
    String ignore = "perl -e '$SIG{CHLD} = \"IGNORE\"; exec @ARGV' ";

    assertEquals(
        "Exited[code=5, stopped=Optional.empty] hi\n", runUnder("set -- " + ignore + "\"$@\"; "));
  }

  @Test
  void gateway_startedWithoutStandardStreams_stillGivesThemToPrograms() throws Exception {
    assertEquals("Exited[code=5, stopped=Optional.empty] hi\n", runUnder("exec <&- >&- 2>&-; "));
  }

  @Test
  void gateway_withAChildFromBeforeItsExec_sparesIt() throws Exception {
    runUnder("setsid sleep 1000 >/dev/null 2>&1 & echo $! > elder; ");

    int elder = scripts.awaitPid("elder");
    boolean spared = isAlive(elder);
    assertTrue(ProcessHandle.of(elder).orElseThrow().destroyForcibly());
    assertTrue(spared);
  }

  /** Has the gateway started by a shell that prepares something first. */
  private String runUnder(String preparation) throws Exception {
    List<String> line =
        new ArrayList<>(List.of("/bin/sh", "-c", preparation + "exec \"$@\"", "sh"));
    line.addAll(GatewayProcess.commandLine(instanceId, directory, "echo hi; exit 5"));
    Process gateway = start(Map.of(), line);
    gateway.waitFor();
    return scripts.read("exit");
  }

  private Process start(Map<String, String> environment, List<String> line) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile());
    Process process = builder.start();
    started.add(process);
    return process;
  }
}
