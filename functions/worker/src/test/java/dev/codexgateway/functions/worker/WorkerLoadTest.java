package dev.codexgateway.functions.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WorkerLoadTest {
  private static final int JOBS = 200;
  private static final int THREADS = 8;

  @TempDir Path directory;

  @Test
  void handle_manyJobsEachRungTwice_runsEachOnce() throws Exception {
    Path ran = directory.resolve("ran");
    try (Bench bench =
        new Bench(directory.resolve("work"), Bench.shell("echo \"$GATEWAY_JOB_ID\" >> \"$1\""))) {
      List<JobId> jobs = new ArrayList<>();
      for (int i = 0; i < JOBS; i++) {
        jobs.add(bench.submit(Bench.spec(ran.toString()), 2));
      }
      List<Future<Worker.Answer>> rings = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
        for (JobId id : jobs) {
          rings.add(threads.submit(() -> bench.worker.handle(id)));
          rings.add(threads.submit(() -> bench.worker.handle(id)));
        }
      }
      int done = 0;
      for (Future<Worker.Answer> ring : rings) {
        done += ring.get() == Worker.Answer.DONE ? 1 : 0;
      }
      assertEquals(JOBS, done);
      assertEquals(jobs, Files.readAllLines(ran).stream().sorted().map(JobId::new).toList());
      for (JobId id : jobs) {
        assertEquals(JobState.SUCCEEDED, bench.job(id).state());
        assertEquals(1, bench.job(id).attempt());
        bench.assertEnded(id);
      }
    }
  }
}
