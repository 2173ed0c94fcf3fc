package dev.codexgateway.functions.worker.process;

import static dev.codexgateway.functions.worker.process.Scripts.exited;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many runs at a time share one process and its orphans. */
@Timeout(120)
class ConcurrentRunsTest {
  private static final int RUNS = 200;

  @TempDir Path directory;

  private record Started(int number, Scripts scripts, CompletableFuture<Exit> exit) {}

  @Test
  void manyRuns_leaveNoProcessZombieOrDescriptor() {
    new Scripts(directory).run("exit 0");
    int descriptorsBefore = openDescriptors();

    List<Started> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      Scripts scripts = new Scripts(directory);
      String daemon = i % 10 == 0 ? "(setsid sleep 1000 >/dev/null 2>&1 &);" : "";
      runs.add(new Started(i, scripts, scripts.start(daemon + "echo " + i + "; exit " + i % 3)));
    }

    for (Started run : runs) {
      assertEquals(exited(run.number() % 3), run.exit().join());
      assertEquals(run.number() + "\n", run.scripts().output.stdout());
      run.scripts().assertNobodyLeft();
    }
    assertEquals(List.of(), Scripts.childrenInOtherSessions());
    assertEquals(descriptorsBefore, openDescriptors());
  }

  private static int openDescriptors() {
    return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
  }
}
