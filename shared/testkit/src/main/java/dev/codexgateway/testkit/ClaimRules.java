package dev.codexgateway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.JobStore.Claim;
import dev.codexgateway.core.job.JobStore.Renewal;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.OutputCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Claims and leases. */
interface ClaimRules extends JobSteps {
  @Test
  default void claim_queued_runsTheFirstAttempt() {
    Job job = submitted(Fixtures.newJob());

    Claim.Claimed claim =
        assertInstanceOf(Claim.Claimed.class, store().claim(job.id(), Fixtures.LEASE));

    assertEquals(new Lease(job.id(), 1), claim.lease());
    assertEquals(JobState.RUNNING, claim.job().state());
    assertEquals(Optional.of(Fixtures.NOW.plus(Fixtures.LEASE)), claim.job().leaseUntil());
    assertEquals(claim.job(), found(job.id()));
    assertEquals(claim.events(), store().events(job.id(), 2, ALL));
  }

  @Test
  default void claim_unknown_isMissing() {
    assertEquals(new Claim.Missing(), store().claim(JobId.next(), Fixtures.LEASE));
  }

  @Test
  default void claim_underALiveLease_isHeldAndChangesNothing() {
    Lease lease = running(2);
    Job before = found(lease.jobId());

    assertEquals(
        new Claim.Held(Fixtures.NOW.plus(Fixtures.LEASE)),
        store().claim(lease.jobId(), Fixtures.LEASE));
    assertEquals(before, found(lease.jobId()));
  }

  @Test
  default void claim_ended_isEnded() {
    Job job = finished();

    assertEquals(new Claim.Ended(job), store().claim(job.id(), Fixtures.LEASE));
  }

  @Test
  default void claim_twentyAtOnce_haveOneWinner() {
    for (int round = 0; round < 50; round++) {
      JobId id = submitted(Fixtures.newJob()).id();

      List<Claim> claims = Concurrently.call(20, _ -> store().claim(id, Fixtures.LEASE));

      assertEquals(1, claims.stream().filter(Claim.Claimed.class::isInstance).count());
      assertEquals(19, claims.stream().filter(Claim.Held.class::isInstance).count());
      assertEquals(1, found(id).attempt());
      assertLogIsWhole(id);
    }
  }

  @Test
  default void claim_twentyAtOnceOfAnExpiredLease_haveOneWinner() {
    for (int round = 0; round < 20; round++) {
      JobId id = running(2).jobId();
      expireLease();

      List<Claim> claims = Concurrently.call(20, _ -> store().claim(id, Fixtures.LEASE));

      assertEquals(1, claims.stream().filter(Claim.Claimed.class::isInstance).count());
      assertEquals(2, found(id).attempt());
      assertLogIsWhole(id);
    }
  }

  @Test
  default void claim_expiredWithAttemptsLeft_takesOver() {
    Lease first = running(2);
    append(first, List.of(Fixtures.stdout("one")), Fixtures.stdoutBytes(3));
    clock().advance(Fixtures.LEASE.minusMillis(1));
    assertInstanceOf(Claim.Held.class, store().claim(first.jobId(), Fixtures.LEASE));
    clock().advance(Duration.ofMillis(1));

    Claim.Claimed second =
        assertInstanceOf(Claim.Claimed.class, store().claim(first.jobId(), Fixtures.LEASE));

    assertEquals(2, second.lease().attempt());
    assertEquals(OutputCounts.NONE, second.job().output());
    assertEquals(second.job(), found(first.jobId()));
    assertLogIsWhole(first.jobId());
  }

  @Test
  default void claim_expiredWithoutAttemptsLeft_endsAsLost() {
    Lease lease = running();
    expireLease();

    Claim.Lost lost =
        assertInstanceOf(Claim.Lost.class, store().claim(lease.jobId(), Fixtures.LEASE));

    assertEquals(JobState.LOST, lost.job().state());
    assertEquals(lost.job(), found(lease.jobId()));
    assertEndedOnce(lease.jobId());
  }

  @Test
  default void claim_expiredAndCancelled_endsAsCancelled() {
    Lease lease = running(2);
    store().cancel(lease.jobId());
    expireLease();

    Claim.Lost end =
        assertInstanceOf(Claim.Lost.class, store().claim(lease.jobId(), Fixtures.LEASE));

    assertEquals(JobState.CANCELLED, end.job().state());
    assertEndedOnce(lease.jobId());
  }

  @Test
  default void renew_held_prolongsFromNow() {
    Lease lease = running();
    clock().advance(Duration.ofSeconds(20));

    assertEquals(new Renewal.Renewed(false), store().renew(lease, Fixtures.LEASE));

    Optional<Instant> until = Optional.of(Fixtures.NOW.plusSeconds(20).plus(Fixtures.LEASE));
    assertEquals(until, found(lease.jobId()).leaseUntil());
    assertEquals(2, log(lease.jobId()).size());
  }

  @Test
  default void renew_expiredButNotTaken_holdsAgain() {
    Lease lease = running();
    clock().advance(Fixtures.LEASE.multipliedBy(3));

    assertEquals(new Renewal.Renewed(false), store().renew(lease, Fixtures.LEASE));
    assertInstanceOf(Claim.Held.class, store().claim(lease.jobId(), Fixtures.LEASE));
  }

  @Test
  default void renew_cancelRequested_saysSo() {
    Lease lease = running();
    store().cancel(lease.jobId());

    assertEquals(new Renewal.Renewed(true), store().renew(lease, Fixtures.LEASE));
  }
}
