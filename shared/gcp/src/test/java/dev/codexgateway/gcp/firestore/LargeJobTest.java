package dev.codexgateway.gcp.firestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventDraft;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobQuery;
import dev.codexgateway.core.job.JobSpec;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.JobStore.Append;
import dev.codexgateway.core.job.JobStore.Claim;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.Outcome;
import dev.codexgateway.core.job.OutputCounts;
import dev.codexgateway.testkit.Fixtures;
import dev.codexgateway.testkit.SettableClock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What does not fit a document of 1 MiB is spread over several, in the same step. */
@Tag("emulator")
final class LargeJobTest {
  private final Database database = new Database();
  private final JobStore store =
      new FirestoreJobStore(database.calls(), SettableClock.standing(), Database.RETENTION);

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Test
  void submit_megabytesOfIncompressibleStdin_isFoundClaimedAndListedAsItWas() {
    NewJob job = withStdin(noise(5 << 20));
    Job created = assertInstanceOf(JobStore.Submission.Created.class, store.submit(job)).job();

    assertEquals(Optional.of(created), store.find(job.id()));
    assertEquals(List.of(created), store.list(ofOwner()));
    Claim.Claimed claim =
        assertInstanceOf(Claim.Claimed.class, store.claim(job.id(), Fixtures.LEASE));
    assertEquals(job.spec(), claim.job().spec());
  }

  @Test
  void submit_moreThanACommitTakes_isRefusedWithTheReason() {
    NewJob job = withStdin(noise(15 << 20));

    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> store.submit(job));

    assertTrue(refusal.getMessage().contains("more than"), refusal.getMessage());
    assertEquals(Optional.empty(), store.find(job.id()));
  }

  @Test
  void finish_thousandsOfArtifacts_areFoundAsTheyWere() {
    Random random = new Random(1);
    List<Artifact> artifacts =
        IntStream.range(0, 20_000)
            .mapToObj(
                i ->
                    new Artifact(
                        "out/" + i, i, Long.toHexString(random.nextLong()).repeat(4), "a/b"))
            .toList();
    Lease lease = running();
    Outcome outcome =
        new Outcome(
            JobState.SUCCEEDED,
            OptionalInt.of(0),
            Optional.empty(),
            Optional.empty(),
            OutputCounts.NONE,
            artifacts);

    Job ended =
        assertInstanceOf(Append.Appended.class, store.finish(lease, 3, List.of(), outcome)).job();

    assertEquals(artifacts, ended.artifacts());
    assertEquals(Optional.of(ended), store.find(lease.jobId()));
    assertEquals(List.of(ended), store.list(ofOwner()));
  }

  @Test
  void finish_megabytesOfLastOutput_areReadInOrder() {
    Lease lease = running();
    String line = noise(3000);
    List<EventDraft> last =
        IntStream.range(0, 1000).mapToObj(i -> Fixtures.stdout(i + line)).toList();

    Append.Appended end =
        assertInstanceOf(Append.Appended.class, store.finish(lease, 3, last, Fixtures.succeeded()));

    assertEquals(end.events(), everything(lease.jobId()).subList(2, 1004));
    assertEquals(65536, store.view(lease.jobId()).orElseThrow().tail().stdout().length());
  }

  @Test
  void append_oneEventOfMegabytes_isReadAsItWas() {
    Lease lease = running();
    String huge = noise(2 << 20).replace("A", "\ud83d\ude00");

    Append.Appended appended =
        assertInstanceOf(
            Append.Appended.class,
            store.append(
                lease,
                3,
                List.of(Fixtures.stderr("before"), Fixtures.stdout(huge), Fixtures.stderr("after")),
                OutputCounts.NONE));

    assertEquals(appended.events(), store.events(lease.jobId(), 3, 100));
    assertEquals(appended.events().subList(1, 2), store.events(lease.jobId(), 4, 1));
    assertEquals("beforeafter", store.view(lease.jobId()).orElseThrow().tail().stderr());
  }

  @Test
  void log_ofManyChunks_isReadFromAnyNumberInPagesOfAnySize() {
    Lease lease = running();
    long nextSeq = 3;
    for (int i = 0; i < 60; i++) {
      String chunk = "%d ".formatted(i).repeat(2000);
      store.append(
          lease,
          nextSeq,
          List.of(Fixtures.stdout(chunk), Fixtures.stderr("e" + i)),
          OutputCounts.NONE);
      nextSeq += 2;
    }
    store.finish(lease, nextSeq, List.of(Fixtures.stdout("end")), Fixtures.succeeded());
    List<Event> whole = everything(lease.jobId());

    assertEquals(2 + 120 + 3, whole.size());
    for (int from : new int[] {1, 2, 3, 40, 41, 90, 122, 123, 125}) {
      for (int limit : new int[] {1, 2, 33, 500}) {
        assertEquals(
            whole.subList(from - 1, Math.min(whole.size(), from - 1 + limit)),
            store.events(lease.jobId(), from, limit));
      }
    }
  }

  private List<Event> everything(JobId id) {
    List<Event> all = new ArrayList<>();
    List<Event> page = store.events(id, 1, 1000);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = store.events(id, all.size() + 1, 1000);
    }
    return all;
  }

  private Lease running() {
    NewJob job = Fixtures.newJob();
    store.submit(job);
    return assertInstanceOf(Claim.Claimed.class, store.claim(job.id(), Fixtures.LEASE)).lease();
  }

  private static JobQuery ofOwner() {
    return new JobQuery(Fixtures.OWNER, Optional.empty(), Optional.empty(), Optional.empty(), 10);
  }

  private static NewJob withStdin(String stdin) {
    JobSpec spec =
        new JobSpec(
            "cat", List.of(), Optional.of(stdin), Map.of(), Fixtures.ECHO.timeout(), Map.of());
    return Fixtures.newJob(Fixtures.OWNER, spec, 1);
  }

  /** That many bytes that no compression makes much shorter. */
  private static String noise(int bytes) {
    byte[] random = new byte[bytes / 4 * 3];
    new Random(bytes).nextBytes(random);
    return Base64.getEncoder().encodeToString(random);
  }
}
