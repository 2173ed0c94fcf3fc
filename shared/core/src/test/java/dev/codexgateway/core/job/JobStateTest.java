package dev.codexgateway.core.job;

import static dev.codexgateway.core.job.JobState.CANCELLED;
import static dev.codexgateway.core.job.JobState.FAILED;
import static dev.codexgateway.core.job.JobState.LOST;
import static dev.codexgateway.core.job.JobState.QUEUED;
import static dev.codexgateway.core.job.JobState.RUNNING;
import static dev.codexgateway.core.job.JobState.SUCCEEDED;
import static dev.codexgateway.core.job.JobState.TIMED_OUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class JobStateTest {
  private static final Set<JobState> TERMINAL =
      EnumSet.of(SUCCEEDED, FAILED, TIMED_OUT, CANCELLED, LOST);

  private static final Map<JobState, Set<JobState>> LEGAL =
      Map.of(QUEUED, EnumSet.of(RUNNING, CANCELLED), RUNNING, EnumSet.allOf(JobState.class));

  @ParameterizedTest
  @EnumSource
  void canBecome_isExactlyTheLegal(JobState from) {
    for (JobState to : JobState.values()) {
      assertEquals(
          LEGAL.getOrDefault(from, Set.of()).contains(to), from.canBecome(to), from + " -> " + to);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isTerminal_isExactlyTheEnds(JobState state) {
    assertEquals(TERMINAL.contains(state), state.isTerminal());
  }

  @ParameterizedTest
  @EnumSource
  void parse_wireName_isTheSame(JobState state) {
    assertEquals(Optional.of(state), JobState.parse(state.wireName()));
  }

  @Test
  void parse_anythingElse_isEmpty() {
    assertEquals(Optional.empty(), JobState.parse("QUEUED"));
    assertEquals(Optional.empty(), JobState.parse(""));
    assertTrue(JobState.parse("timed_out").isPresent());
    assertFalse(JobState.parse("timed-out").isPresent());
  }
}
