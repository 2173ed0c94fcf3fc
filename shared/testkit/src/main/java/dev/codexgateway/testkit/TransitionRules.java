package dev.codexgateway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.OutputCounts;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Long random lives: whatever is done in whatever order, the rules of a job hold. */
interface TransitionRules extends JobSteps {
  @Test
  default void anyOrderOfWrites_keepsLegalStatesAndAWholeLog() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      JobId id = submitted(Fixtures.newJob(1 + random.nextInt(4))).id();
      for (int step = 0; step < 25; step++) {
        Job before = found(id);
        doSomething(id, random);
        assertLegal(before, found(id));
      }
      assertLogIsWhole(id);
      if (found(id).isTerminal()) {
        assertEndedOnce(id);
      }
    }
  }

  private void doSomething(JobId id, Random random) {
    Lease lease = new Lease(id, Math.max(1, found(id).attempt() - random.nextInt(2)));
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> store().claim(id, Fixtures.LEASE);
      case 3 -> store().renew(lease, Fixtures.LEASE);
      case 4, 5 -> append(lease, List.of(Fixtures.stdout("x")), Fixtures.stdoutBytes(1));
      case 6 -> expireLease();
      case 7 -> release(lease, List.of(), OutputCounts.NONE, "given back");
      case 8 -> cancelSometimes(id, random);
      case 9 -> finishSometimes(lease, random);
      default -> throw new AssertionError();
    }
  }

  private void cancelSometimes(JobId id, Random random) {
    if (random.nextInt(4) == 0) {
      store().cancel(id);
    }
  }

  private void finishSometimes(Lease lease, Random random) {
    if (random.nextInt(3) == 0) {
      finish(lease, List.of(), Fixtures.fullOutcome(JobState.FAILED));
    }
  }

  private static void assertLegal(Job before, Job after) {
    if (before.isTerminal()) {
      assertEquals(before, after);
    }
    assertTrue(before.state() == after.state() || before.state().canBecome(after.state()));
    assertTrue(after.attempt() <= after.maxAttempts());
    assertTrue(after.attempt() >= before.attempt());
    assertTrue(after.nextSeq() >= before.nextSeq());
    assertEquals(after.state() == JobState.RUNNING, after.leaseUntil().isPresent());
    assertEquals(after.isTerminal(), after.finishedAt().isPresent());
    assertEquals(before.spec(), after.spec());
  }
}
