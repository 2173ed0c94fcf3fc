package dev.codexgateway.core.job;

import dev.codexgateway.core.artifact.Artifact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A job with some members changed; only the state machine changes jobs. */
final class JobCopy {
  private final Job from;
  private JobState state;
  private int attempt;
  private Optional<Instant> startedAt;
  private Optional<Instant> finishedAt;
  private OptionalInt exitCode;
  private Optional<String> signal;
  private Optional<String> reason;
  private OutputCounts output;
  private long nextSeq;
  private List<Artifact> artifacts;
  private boolean cancelRequested;
  private Optional<Instant> leaseUntil;

  JobCopy(Job from) {
    this.from = from;
    state = from.state();
    attempt = from.attempt();
    startedAt = from.startedAt();
    finishedAt = from.finishedAt();
    exitCode = from.exitCode();
    signal = from.signal();
    reason = from.reason();
    output = from.output();
    nextSeq = from.nextSeq();
    artifacts = from.artifacts();
    cancelRequested = from.cancelRequested();
    leaseUntil = from.leaseUntil();
  }

  JobCopy state(JobState value) {
    state = value;
    return this;
  }

  JobCopy attempt(int value) {
    attempt = value;
    return this;
  }

  JobCopy startedAt(Optional<Instant> value) {
    startedAt = value;
    return this;
  }

  JobCopy finishedAt(Optional<Instant> value) {
    finishedAt = value;
    return this;
  }

  JobCopy exitCode(OptionalInt value) {
    exitCode = value;
    return this;
  }

  JobCopy signal(Optional<String> value) {
    signal = value;
    return this;
  }

  JobCopy reason(Optional<String> value) {
    reason = value;
    return this;
  }

  JobCopy output(OutputCounts value) {
    output = value;
    return this;
  }

  JobCopy nextSeq(long value) {
    nextSeq = value;
    return this;
  }

  JobCopy artifacts(List<Artifact> value) {
    artifacts = value;
    return this;
  }

  JobCopy cancelRequested(boolean value) {
    cancelRequested = value;
    return this;
  }

  JobCopy leaseUntil(Optional<Instant> value) {
    leaseUntil = value;
    return this;
  }

  Job build() {
    return new Job(
        from.id(),
        from.owner(),
        state,
        from.spec(),
        from.source(),
        from.maxAttempts(),
        from.retryOf(),
        attempt,
        from.createdAt(),
        startedAt,
        finishedAt,
        exitCode,
        signal,
        reason,
        output,
        nextSeq,
        artifacts,
        cancelRequested,
        leaseUntil);
  }
}
