package dev.codexgateway.core.job;

import dev.codexgateway.core.artifact.Artifact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A job as the store has it.
 *
 * @param attempt how many attempts were started; 0 while the first waits
 * @param startedAt when the present (or last) attempt was claimed
 * @param finishedAt present exactly in a terminal state
 * @param exitCode of the process, where it exited by itself
 * @param signal the name, for example {@code SIGTERM}, where the process died of one
 * @param reason one line on why it ended as it did, where the state does not say it all
 * @param output counts of the present attempt's output
 * @param nextSeq the number that the next event of the log will get; the log has 1 .. nextSeq-1
 * @param artifacts what the committed attempt left behind; empty before the end
 * @param cancelRequested a caller wants the running attempt stopped
 * @param leaseUntil present exactly while running
 */
public record Job(
    JobId id,
    String owner,
    JobState state,
    JobSpec spec,
    String source,
    int maxAttempts,
    Optional<JobId> retryOf,
    int attempt,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    OptionalInt exitCode,
    Optional<String> signal,
    Optional<String> reason,
    OutputCounts output,
    long nextSeq,
    List<Artifact> artifacts,
    boolean cancelRequested,
    Optional<Instant> leaseUntil) {
  public Job {
    artifacts = List.copyOf(artifacts);
  }

  public boolean isTerminal() {
    return state.isTerminal();
  }
}
