package dev.codexgateway.local.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobStore.Submission;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.testkit.Concurrently;
import dev.codexgateway.testkit.Fixtures;
import dev.codexgateway.testkit.SettableClock;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system that is really full. Mounts one of 8 MiB, which only root can; else skipped. */
final class FullDiskTest {
  private final SettableClock clock = SettableClock.standing();
  @TempDir private Path directory;
  private Path disk;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()),
        "cannot mount a small file system here (not root?)");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString());
  }

  @Test
  void write_diskFull_isUnavailableUntilThereIsSpace() throws Exception {
    Path ballast = disk.resolve("ballast");
    Set<JobId> accepted = new HashSet<>();
    try (SqliteDatabase database = SqliteDatabase.open(disk.resolve("gateway.db"))) {
      SqliteJobStore store = new SqliteJobStore(database, clock);
      submitMany(store, accepted);
      fill(ballast);
      // The last pages may still take a small write, which the question is.
      Concurrently.await("the disk is full", () -> !submit(store, accepted) && !database.isReady());

      assertThrows(StoreUnavailableException.class, () -> store.submit(Fixtures.newJob()));
      accepted.forEach(id -> assertTrue(store.find(id).isPresent()));

      Files.delete(ballast);
      assertTrue(database.isReady());
      submitMany(store, accepted);
    }
    try (SqliteDatabase database = SqliteDatabase.open(disk.resolve("gateway.db"))) {
      SqliteJobStore store = new SqliteJobStore(database, clock);
      assertEquals(
          accepted,
          store.due(Fixtures.NOW.plusSeconds(1), 1_000_000).stream()
              .map(Bell::id)
              .collect(Collectors.toSet()));
    }
  }

  /** Every answer counts: what was accepted stays, what was refused never was. */
  @Test
  void write_diskFullsAndEmptiesUnderLoad_noFalseAnswers() throws Exception {
    Path ballast = disk.resolve("ballast");
    Queue<JobId> accepted = new ConcurrentLinkedQueue<>();
    Queue<JobId> refused = new ConcurrentLinkedQueue<>();
    try (SqliteDatabase database = SqliteDatabase.open(disk.resolve("gateway.db"))) {
      SqliteJobStore store = new SqliteJobStore(database, clock);
      for (int round = 0; round < 3; round++) {
        Files.deleteIfExists(ballast);
        Concurrently.await("it works", database::isReady);
        Concurrently.call(
            32,
            i -> {
              if (i == 0) {
                return fill(ballast);
              }
              for (int k = 0; k < 30; k++) {
                NewJob job = Fixtures.newJob();
                (isAccepted(store, job) ? accepted : refused).add(job.id());
              }
              return true;
            });
        Concurrently.await("the disk is full", () -> !submit(store, accepted));
      }
      Files.delete(ballast);
    }
    try (SqliteDatabase database = SqliteDatabase.open(disk.resolve("gateway.db"))) {
      SqliteJobStore store = new SqliteJobStore(database, clock);
      accepted.forEach(id -> assertTrue(store.find(id).isPresent()));
      refused.forEach(id -> assertTrue(store.find(id).isEmpty()));
    }
  }

  @Test
  void artifact_diskFull_leavesNothingHalfWritten() throws Exception {
    FileArtifactStore store =
        new FileArtifactStore(
            disk.resolve("artifacts"), new byte[32], () -> URI.create("http://h"), clock);
    Path large = Files.write(directory.resolve("large"), new byte[10_000_000]);
    Lease lease = new Lease(JobId.next(), 1);

    assertThrows(IOException.class, () -> store.put(lease, "large", large, "text/plain"));

    Path small = Files.write(directory.resolve("small"), new byte[7_000_000]);
    assertEquals(7_000_000, store.put(lease, "large", small, "text/plain").sizeBytes());
  }

  private static void submitMany(SqliteJobStore store, Collection<JobId> accepted) {
    for (int i = 0; i < 50; i++) {
      assertTrue(submit(store, accepted));
    }
  }

  private static boolean submit(SqliteJobStore store, Collection<JobId> accepted) {
    NewJob job = Fixtures.newJob();
    return isAccepted(store, job) && accepted.add(job.id());
  }

  private static boolean isAccepted(SqliteJobStore store, NewJob job) {
    try {
      assertInstanceOf(Submission.Created.class, store.submit(job));
      return true;
    } catch (StoreUnavailableException _) {
      return false;
    }
  }

  private static boolean fill(Path ballast) {
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException _) {
      return true;
    }
  }

  private static boolean run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
