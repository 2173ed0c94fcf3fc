package dev.codexgateway.core.job;

import dev.codexgateway.core.artifact.Artifact;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How an attempt ended. Its state is terminal. */
public record Outcome(
    JobState state,
    OptionalInt exitCode,
    Optional<String> signal,
    Optional<String> reason,
    OutputCounts output,
    List<Artifact> artifacts) {
  public Outcome {
    if (!state.isTerminal()) {
      throw new IllegalArgumentException("not an outcome: " + state);
    }
    artifacts = List.copyOf(artifacts);
  }

  /** An end without a process of its own: cancelled before it started, or lost. */
  public static Outcome withoutExit(JobState state, String reason, OutputCounts output) {
    return new Outcome(
        state, OptionalInt.empty(), Optional.empty(), Optional.of(reason), output, List.of());
  }
}
