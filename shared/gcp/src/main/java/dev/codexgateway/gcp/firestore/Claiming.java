package dev.codexgateway.gcp.firestore;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.job.Change;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobMachine;
import dev.codexgateway.core.job.JobMachine.ClaimDecision;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.JobStore.Claim;
import dev.codexgateway.core.job.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** One claim: a read, and a write on condition that nobody wrote since. */
final class Claiming {
  private final PortCall call;
  private final JobTable jobs;
  private final InstantSource clock;
  private final JobId id;
  private final Duration lease;
  private final String token;

  /**
   * @param token of this claim, or of an earlier one of this process that got no answer
   */
  Claiming(
      PortCall call, JobTable jobs, InstantSource clock, JobId id, Duration lease, String token) {
    this.call = call;
    this.jobs = jobs;
    this.clock = clock;
    this.id = id;
    this.lease = lease;
    this.token = token;
  }

  /**
   * @param stored the job after it
   */
  record Answer(Claim claim, Optional<StoredJob> stored) {}

  Answer run() {
    while (true) {
      Optional<StoredJob> stored = jobs.load(call, id);
      Optional<Answer> answer =
          stored.isEmpty() ? Optional.of(answer(new Claim.Missing())) : claimed(stored.get());
      if (answer.isPresent()) {
        return answer.get();
      }
      call.again();
    }
  }

  private Optional<Answer> claimed(StoredJob stored) {
    if (stored.job().state() == JobState.RUNNING && stored.token().equals(token)) {
      return won(stored);
    }
    Instant now = clock.instant();
    return switch (JobMachine.claim(stored.job(), now, lease)) {
      case ClaimDecision.Start(Change change, Lease held) ->
          save(stored.startedBy(token), change, now)
              .map(saved -> answer(held, saved, change.events()));
      case ClaimDecision.GiveUp(Change change) ->
          save(stored, change, now)
              .map(saved -> answer(new Claim.Lost(saved.job(), change.events())));
      case ClaimDecision.Held(Instant until) -> Optional.of(answer(new Claim.Held(until)));
      case ClaimDecision.Ended() -> Optional.of(answer(new Claim.Ended(stored.job())));
    };
  }

  private Optional<StoredJob> save(StoredJob stored, Change change, Instant now) {
    return jobs.saveState(call, stored.with(change.job()), change.events(), now);
  }

  /** This claim was written, only its answer was lost: it holds the lease from now on. */
  private Optional<Answer> won(StoredJob stored) {
    StoredJob renewed = stored.with(JobMachine.renew(stored.job(), clock.instant(), lease));
    return jobs.saveLease(call, renewed)
        .map(
            saved ->
                answer(
                    new Lease(id, saved.job().attempt()),
                    saved,
                    jobs.log(call, id)
                        .map(log -> log.read(saved.attemptFrom(), 1))
                        .orElse(List.of())));
  }

  private static Answer answer(Lease held, StoredJob stored, List<Event> events) {
    return new Answer(new Claim.Claimed(stored.job(), held, events), Optional.of(stored));
  }

  private static Answer answer(Claim claim) {
    return new Answer(claim, Optional.empty());
  }
}
