package dev.codexgateway.local.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.JobStore.Append;
import dev.codexgateway.core.job.JobStore.Claim;
import dev.codexgateway.core.job.JobStore.Submission;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.testkit.Concurrently;
import dev.codexgateway.testkit.Fixtures;
import dev.codexgateway.testkit.SettableClock;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/** Opening, failing and going on. */
final class SqliteDatabaseTest {
  private final SettableClock clock = SettableClock.standing();
  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("gateway.db");
  }

  @Test
  void open_new_isPrivate() throws Exception {
    SqliteDatabase.open(file()).close();

    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
  }

  @Test
  void open_again_hasEverything() {
    Job finished;
    try (SqliteDatabase database = SqliteDatabase.open(file())) {
      finished = finishedJob(new SqliteJobStore(database, clock));
    }

    try (SqliteDatabase database = SqliteDatabase.open(file())) {
      SqliteJobStore store = new SqliteJobStore(database, clock);
      assertEquals(Optional.of(finished), store.find(finished.id()));
      assertEquals("line\n", store.view(finished.id()).orElseThrow().tail().stdout());
      assertEquals(5, store.events(finished.id(), 1, 100).size());
      finishedJob(store);
    }
  }

  @Test
  void open_whatWasCommittedButNotCheckpointed_isThere() throws Exception {
    Path copy = directory.resolve("copy.db");
    Job finished;
    try (SqliteDatabase database = SqliteDatabase.open(file())) {
      finished = finishedJob(new SqliteJobStore(database, clock));
      // What a killed process leaves behind.
      Files.copy(file(), copy);
      Files.copy(directory.resolve("gateway.db-wal"), directory.resolve("copy.db-wal"));
    }

    try (SqliteDatabase database = SqliteDatabase.open(copy)) {
      assertEquals(Optional.of(finished), new SqliteJobStore(database, clock).find(finished.id()));
    }
  }

  @Test
  void expireLeases_freesTheJobsOfAFormerProcess() {
    Lease lease;
    try (SqliteDatabase database = SqliteDatabase.open(file())) {
      SqliteJobStore store = new SqliteJobStore(database, clock);
      lease = claimed(store, 2);
      finishedJob(store);
    }

    try (SqliteDatabase database = SqliteDatabase.open(file())) {
      SqliteJobStore store = new SqliteJobStore(database, clock);
      assertEquals(1, store.expireLeases());
      assertEquals(
          List.of(new Bell(lease.jobId(), Fixtures.ECHO.timeout())), store.due(Fixtures.NOW, 10));
      assertInstanceOf(Claim.Claimed.class, store.claim(lease.jobId(), Fixtures.LEASE));
    }
  }

  @Test
  void open_newerVersion_isRefusedAndUntouched() throws Exception {
    SqliteDatabase.open(file()).close();
    execute("PRAGMA user_version = 99");

    assertRefused("it was written by a newer gateway (format 99, this one knows up to 2)");
    execute("PRAGMA user_version = 2");
    SqliteDatabase.open(file()).close();
  }

  @Test
  void open_anotherProgramsDatabase_isRefused() throws Exception {
    execute("CREATE TABLE bookmarks (url TEXT)");

    assertRefused("it is the database of another program");
  }

  @Test
  void open_noDatabase_isRefused() throws Exception {
    Files.writeString(file(), "This is a text file, and a longish one at that.\n".repeat(100));

    assertRefused("the file is damaged");
  }

  @Test
  void open_damagedPage_isRefused() throws Exception {
    try (SqliteDatabase database = SqliteDatabase.open(file())) {
      SqliteJobStore store = new SqliteJobStore(database, clock);
      for (int i = 0; i < 100; i++) {
        finishedJob(store);
      }
    }
    try (RandomAccessFile pages = new RandomAccessFile(file().toFile(), "rw")) {
      for (int page = 1; page < pages.length() / 4096; page++) {
        pages.seek(page * 4096L);
        pages.write(new byte[64]);
      }
    }

    assertRefused("it is damaged");
  }

  @Test
  void open_directoryMissing_isRefused() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> SqliteDatabase.open(directory.resolve("missing/gateway.db")));

    assertTrue(String.valueOf(e.getMessage()).startsWith("cannot open the store "), e.getMessage());
  }

  private void assertRefused(String reason) {
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> SqliteDatabase.open(file()));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith("cannot open the store " + file() + ": " + reason), message);
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void write_anOperationThrows_onlyItsCallerHears() {
    try (SqliteDatabase database = SqliteDatabase.open(file())) {
      SqliteJobStore store = new SqliteJobStore(database, clock);

      List<Boolean> stored =
          Concurrently.call(64, i -> i % 8 == 0 ? failingWrite(database) : storedJob(store));

      assertEquals(56, stored.stream().filter(ok -> ok).count());
      assertEquals(56, store.due(Fixtures.NOW.plusSeconds(1), 1000).size());
    }
  }

  private static boolean failingWrite(SqliteDatabase database) {
    ArithmeticException e =
        assertThrows(
            ArithmeticException.class,
            () ->
                database.write(
                    session -> {
                      session.update("UPDATE jobs SET owner = 'nobody'");
                      throw new ArithmeticException("a bug");
                    }));
    assertEquals("a bug", e.getMessage());
    return false;
  }

  private static boolean storedJob(SqliteJobStore store) {
    NewJob job = Fixtures.newJob();
    assertInstanceOf(Submission.Created.class, store.submit(job));
    return store.find(job.id()).isPresent();
  }

  @Test
  void write_wrongSql_isNotCalledUnavailable() {
    try (SqliteDatabase database = SqliteDatabase.open(file())) {
      assertThrows(
          IllegalStateException.class, () -> database.write(session -> session.update("NONSENSE")));
      assertTrue(database.isReady());
    }
  }

  @Test
  void write_afterARollback_remembersNothingOfIt() {
    try (SqliteDatabase database = SqliteDatabase.open(file())) {
      SqliteJobStore store = new SqliteJobStore(database, clock);
      Lease lease = claimed(store, 1);
      CountDownLatch blocked = new CountDownLatch(1);
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<?> first = threads.submit(() -> database.write(_ -> waitFor(blocked)));
        // These two wait together and so share a transaction, which the second one breaks.
        Future<Append> append =
            threads.submit(
                () ->
                    store.append(lease, 3, List.of(Fixtures.stdout("x")), Fixtures.stdoutBytes(1)));
        Future<Boolean> failing = threads.submit(() -> failingWrite(database));
        blocked.countDown();
        assertEquals(true, Concurrently.call(List.of(first::get)).getFirst());
        assertInstanceOf(Append.Appended.class, Concurrently.call(List.of(append::get)).getFirst());
        assertEquals(false, Concurrently.call(List.of(failing::get)).getFirst());
      }
      assertEquals(3, store.events(lease.jobId(), 1, 100).size());
      assertEquals(4, store.find(lease.jobId()).orElseThrow().nextSeq());
    }
  }

  private static boolean waitFor(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void write_writerHangs_theWaitingAreGivenUpAndNeverHappen() {
    try (SqliteDatabase database = SqliteDatabase.open(file())) {
      SqliteJobStore store = new SqliteJobStore(database, clock);
      CountDownLatch blocked = new CountDownLatch(1);
      AtomicBoolean begun = new AtomicBoolean();
      NewJob job = Fixtures.newJob();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Boolean> hanging =
            threads.submit(
                () ->
                    database.writeOnce(
                        _ -> {
                          begun.set(true);
                          return waitFor(blocked);
                        }));
        Concurrently.await("the writer is busy", begun::get);

        assertThrows(StoreUnavailableException.class, () -> store.submit(job));
        // Reads do not wait for the writer.
        assertEquals(Optional.empty(), store.find(job.id()));

        blocked.countDown();
        assertEquals(true, Concurrently.call(List.of(hanging::get)).getFirst());
      }
      storedJob(store);
      assertEquals(Optional.empty(), store.find(job.id()));
    }
  }

  @Test
  void write_repeatableAndHanging_isNotWaitedForForever() {
    try (SqliteDatabase database = SqliteDatabase.open(file())) {
      CountDownLatch blocked = new CountDownLatch(1);

      assertThrows(StoreUnavailableException.class, () -> database.write(_ -> waitFor(blocked)));

      blocked.countDown();
      assertTrue(storedJob(new SqliteJobStore(database, clock)));
    }
  }

  @Test
  void write_closed_isUnavailable() {
    SqliteDatabase database = SqliteDatabase.open(file());
    SqliteJobStore store = new SqliteJobStore(database, clock);
    database.close();

    assertThrows(StoreUnavailableException.class, () -> store.submit(Fixtures.newJob()));
    assertThrows(StoreUnavailableException.class, () -> store.find(Fixtures.newJob().id()));
    database.close();
  }

  @Test
  void close_writesWhatWaits() {
    AtomicInteger accepted = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      SqliteDatabase database = SqliteDatabase.open(file());
      SqliteJobStore store = new SqliteJobStore(database, clock);
      for (int i = 0; i < 200; i++) {
        threads.execute(
            () -> {
              if (isAccepted(store)) {
                accepted.incrementAndGet();
              }
            });
      }
      Concurrently.await("some are accepted", () -> accepted.get() > 10);
      database.close();
    }

    try (SqliteDatabase database = SqliteDatabase.open(file())) {
      SqliteJobStore store = new SqliteJobStore(database, clock);
      assertEquals(accepted.get(), store.due(Fixtures.NOW.plusSeconds(1), 1000).size());
    }
  }

  private static boolean isAccepted(SqliteJobStore store) {
    try {
      store.submit(Fixtures.newJob());
      return true;
    } catch (StoreUnavailableException _) {
      return false;
    }
  }

  @Test
  void log_underSteadyWrites_doesNotGrowWithoutBound() throws Exception {
    try (SqliteDatabase database = SqliteDatabase.open(file())) {
      SqliteJobStore store = new SqliteJobStore(database, clock);
      Lease lease = claimed(store, 1);
      String chunk = "x".repeat(32 * 1024);
      long written = 0;
      long nextSeq = 3;
      while (written < 96L * 1024 * 1024) {
        store.append(lease, nextSeq++, List.of(Fixtures.stdout(chunk)), Fixtures.stdoutBytes(1));
        store.find(lease.jobId());
        written += chunk.length();
      }
      long bytes = Files.size(directory.resolve("gateway.db-wal"));
      assertTrue(bytes < 64L * 1024 * 1024, "the log has " + bytes + " bytes");
    }
  }

  @Test
  void write_fileMayNotGrow_isUnavailableUntilItMay() {
    AtomicInteger maxPages = new AtomicInteger(60);
    try (SqliteDatabase database = SqliteDatabase.open(file(), limitedTo(maxPages))) {
      SqliteJobStore store = new SqliteJobStore(database, clock);
      int accepted = 0;
      StoreUnavailableException full = null;
      while (full == null) {
        try {
          store.submit(Fixtures.newJob());
          accepted++;
        } catch (StoreUnavailableException e) {
          full = e;
        }
      }
      assertTrue(String.valueOf(full.getMessage()).contains("no space left"), full.getMessage());
      assertEquals(accepted, store.due(Fixtures.NOW.plusSeconds(1), 100_000).size());

      database.write(
          session -> {
            session.run("PRAGMA max_page_count = 100000");
            return true;
          });
      assertTrue(database.isReady());
      assertTrue(storedJob(store));
    }
  }

  private static SqliteDatabase.WriterSettings limitedTo(AtomicInteger pages) {
    return session -> session.run("PRAGMA max_page_count = " + pages.get());
  }

  private static Lease claimed(SqliteJobStore store, int maxAttempts) {
    NewJob job = Fixtures.newJob(maxAttempts);
    store.submit(job);
    return assertInstanceOf(Claim.Claimed.class, store.claim(job.id(), Fixtures.LEASE)).lease();
  }

  private static Job finishedJob(SqliteJobStore store) {
    Append end =
        store.finish(
            claimed(store, 1),
            3,
            List.of(Fixtures.stdout("line\n")),
            Fixtures.fullOutcome(JobState.SUCCEEDED));
    return assertInstanceOf(Append.Appended.class, end).job();
  }

  private void execute(String sql) throws SQLException {
    try (Session session =
        new Session(JDBC.createConnection("jdbc:sqlite:" + file(), new Properties()))) {
      session.run(sql);
    }
  }
}
