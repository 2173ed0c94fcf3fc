package dev.codexgateway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobMachine;
import dev.codexgateway.core.job.JobSpec;
import dev.codexgateway.core.job.JobStore.Submission;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.NewJob.Idempotency;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Submitting, and submitting again. */
interface SubmitRules extends JobSteps {
  Idempotency KEY = new Idempotency(Fixtures.OWNER + " exec", "order-17", "f1");

  @Test
  default void submit_new_isQueuedWithItsFirstEvent() {
    NewJob job = Fixtures.newJob();

    Submission.Created created = assertInstanceOf(Submission.Created.class, store().submit(job));

    assertEquals(JobMachine.submit(job).job(), created.job());
    assertEquals(JobMachine.submit(job).events(), created.events());
    assertEquals(Optional.of(created.job()), store().find(job.id()));
    assertEquals(created.events(), log(job.id()));
  }

  @Test
  default void submit_everyMemberGiven_isFoundAsItWas() {
    NewJob job =
        new NewJob(
            JobId.next(),
            "owner with spaces",
            Fixtures.FULL_SPEC,
            "webhook:github",
            5,
            Optional.of(JobId.next()),
            Fixtures.NOW,
            Optional.of(KEY));

    Job created = submitted(job);

    assertEquals(Fixtures.FULL_SPEC, created.spec());
    assertEquals(Optional.of(created), store().find(job.id()));
  }

  @Test
  default void submit_awkwardText_isFoundAsItWas() {
    String text = Fixtures.AWKWARD_TEXT;
    JobSpec spec =
        new JobSpec(
            "echo",
            List.of(text, ""),
            Optional.of(text),
            Map.of("A", text),
            Duration.ofSeconds(1),
            Map.of(text, text));

    Job created = submitted(Fixtures.newJob("o" + text, spec, 1));

    assertEquals(Optional.of(created), store().find(created.id()));
    assertEquals(spec, found(created.id()).spec());
  }

  @Test
  default void submit_megabyteOfStdin_isFoundAsItWas() {
    JobSpec spec =
        new JobSpec(
            "cat",
            List.of(),
            Optional.of("0123456789abcdef".repeat(64 * 1024)),
            Map.of(),
            Duration.ofSeconds(1),
            Map.of());

    Job created = submitted(Fixtures.newJob(Fixtures.OWNER, spec, 1));
    claimed(created.id());

    assertEquals(spec, found(created.id()).spec());
  }

  @Test
  default void submit_repeated_isTheSameJob() {
    NewJob job = Fixtures.newJob();
    Job created = submitted(job);

    assertEquals(new Submission.Existing(created), store().submit(job));
    assertEquals(1, log(job.id()).size());
  }

  @Test
  default void find_unknown_isEmpty() {
    assertEquals(Optional.empty(), store().find(JobId.next()));
    assertEquals(Optional.empty(), store().view(JobId.next()));
    assertEquals(List.<Event>of(), log(JobId.next()));
  }

  @Test
  default void submit_sameKeyAndParams_givesTheFirstJobAsItIsNow() {
    Job first = submitted(Fixtures.newJob(KEY, Fixtures.NOW));
    claimed(first.id());

    assertEquals(
        new Submission.Existing(found(first.id())),
        store().submit(Fixtures.newJob(KEY, Fixtures.NOW)));
  }

  @Test
  default void submit_sameKeyOtherParams_isAConflictAndWritesNothing() {
    Job first = submitted(Fixtures.newJob(KEY, Fixtures.NOW));
    NewJob second = Fixtures.newJob(new Idempotency(KEY.scope(), KEY.key(), "f2"), Fixtures.NOW);

    assertEquals(new Submission.Conflict(first.id()), store().submit(second));
    assertEquals(Optional.empty(), store().find(second.id()));
  }

  @Test
  default void submit_sameKeyInAnotherScope_isANewJob() {
    Job first = submitted(Fixtures.newJob(KEY, Fixtures.NOW));
    Idempotency elsewhere = new Idempotency(Fixtures.OTHER_OWNER + " exec", KEY.key(), "f1");

    assertNotEquals(first.id(), submitted(Fixtures.newJob(elsewhere, Fixtures.NOW)).id());
  }

  @Test
  default void submit_keyAfterADay_isANewJobAndTheKeyIsItsOwn() {
    submitted(Fixtures.newJob(KEY, Fixtures.NOW));
    clock().advance(Duration.ofHours(24).minusMillis(1));
    assertInstanceOf(
        Submission.Existing.class, store().submit(Fixtures.newJob(KEY, clock().instant())));

    clock().advance(Duration.ofMillis(1));
    Job later = submitted(Fixtures.newJob(KEY, clock().instant()));

    assertEquals(
        new Submission.Existing(later), store().submit(Fixtures.newJob(KEY, clock().instant())));
  }

  @Test
  default void submit_fiftyAtOnceWithOneKey_makeOneJob() {
    for (int round = 0; round < 20; round++) {
      Idempotency key = new Idempotency("scope", "round-" + round, "f");
      List<Submission> answers =
          Concurrently.call(50, _ -> store().submit(Fixtures.newJob(key, Fixtures.NOW)));

      Set<JobId> ids = answers.stream().map(SubmitRules::idOf).collect(Collectors.toSet());
      assertEquals(1, ids.size());
      assertEquals(1, answers.stream().filter(Submission.Created.class::isInstance).count());
      assertEquals(ids, dueIds());
      ids.forEach(id -> store().cancel(id));
    }
  }

  private Set<JobId> dueIds() {
    return store().due(Fixtures.NOW.plusSeconds(1), ALL).stream()
        .map(Bell::id)
        .collect(Collectors.toSet());
  }

  private static JobId idOf(Submission submission) {
    return switch (submission) {
      case Submission.Created(Job job, List<Event> _) -> job.id();
      case Submission.Existing(Job job) -> job.id();
      case Submission.Conflict(JobId existing) -> existing;
    };
  }
}
