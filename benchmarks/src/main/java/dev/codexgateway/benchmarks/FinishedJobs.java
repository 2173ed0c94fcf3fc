package dev.codexgateway.benchmarks;

import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobSpec;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.Outcome;
import dev.codexgateway.core.job.OutputCounts;
import dev.codexgateway.core.key.Keyring;
import dev.codexgateway.local.store.DataDirectory;
import dev.codexgateway.local.store.SqliteDatabase;
import dev.codexgateway.local.store.SqliteJobStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fills the data directory of a gateway that does not run yet, through the gateway's own store and
 * so in its form, since running the jobs would take minutes.
 */
final class FinishedJobs {
  /** Many at once share a transaction. */
  private static final int THREADS = 64;

  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final String LINE = "a line of output as a command might print it, numbered ";

  private final JobStore store;
  private final int lines;

  private FinishedJobs(JobStore store, int lines) {
    this.store = store;
    this.lines = lines;
  }

  /**
   * @param lines of output of each job, each an event of its own
   */
  static List<JobId> write(Path data, int count, int lines)
      throws IOException, InterruptedException {
    try (DataDirectory directory = DataDirectory.open(data);
        SqliteDatabase database = SqliteDatabase.open(directory.databaseFile());
        ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
      FinishedJobs jobs =
          new FinishedJobs(new SqliteJobStore(database, InstantSource.system()), lines);
      List<Future<JobId>> written = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        written.add(executor.submit(() -> jobs.write()));
      }
      List<JobId> ids = new ArrayList<>();
      for (Future<JobId> id : written) {
        ids.add(id.get());
      }
      return ids;
    } catch (ExecutionException e) {
      throw new IOException("the store could not be filled", e.getCause());
    }
  }

  private JobId write() {
    JobId id = JobId.next();
    store.submit(
        new NewJob(
            id,
            Keyring.ADMIN_OWNER,
            new JobSpec(
                "true", List.of(), Optional.empty(), Map.of(), Duration.ofMinutes(5), Map.of()),
            "jsonrpc",
            1,
            Optional.empty(),
            Instant.now(),
            Optional.empty()));
    Lease lease = ((JobStore.Claim.Claimed) store.claim(id, LEASE)).lease();
    List<EventDraft> output = output();
    OutputCounts counts = new OutputCounts((long) lines * LINE.length(), 0, false);
    store.append(lease, 3, output.subList(0, lines / 2), counts);
    store.finish(
        lease,
        3 + lines / 2,
        output.subList(lines / 2, lines),
        new Outcome(
            JobState.SUCCEEDED,
            OptionalInt.of(0),
            Optional.empty(),
            Optional.empty(),
            counts,
            List.of()));
    return id;
  }

  private List<EventDraft> output() {
    List<EventDraft> events = new ArrayList<>();
    for (int i = 1; i <= lines; i++) {
      events.add(EventDraft.text(Instant.now(), EventType.STDOUT, LINE + i + "\n"));
    }
    return events;
  }
}
