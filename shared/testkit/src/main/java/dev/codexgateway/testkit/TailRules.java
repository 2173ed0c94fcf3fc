package dev.codexgateway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.OutputCounts;
import dev.codexgateway.core.job.OutputTail;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of the output that comes with a job. */
interface TailRules extends JobSteps {
  @Test
  default void view_noOutput_hasAnEmptyTail() {
    assertEquals(OutputTail.EMPTY, tail(submitted(Fixtures.newJob()).id()));
    assertEquals(OutputTail.EMPTY, tail(running().jobId()));
  }

  @Test
  default void view_hasTheJobAsFound() {
    JobId id = finished().id();

    assertEquals(found(id), store().view(id).orElseThrow().job());
  }

  @Test
  default void view_littleOutput_hasAllOfEachStream() {
    Lease lease = running();
    append(
        lease,
        List.of(Fixtures.stdout("a\n"), Fixtures.stderr("E1"), Fixtures.stdout("b")),
        OutputCounts.NONE);
    finish(lease, List.of(Fixtures.stderr("E2"), Fixtures.stdout("c")), Fixtures.succeeded());

    assertEquals(new OutputTail("a\nbc", false, "E1E2", false), tail(lease.jobId()));
  }

  @Test
  default void view_awkwardText_isAsPrinted() {
    Lease lease = running();
    append(lease, List.of(Fixtures.stdout(Fixtures.AWKWARD_TEXT)), OutputCounts.NONE);

    assertEquals(Fixtures.AWKWARD_TEXT, tail(lease.jobId()).stdout());
  }

  @Test
  default void view_exactlyTheLimit_isWhole() {
    Lease lease = running();
    String half = "x".repeat(OutputTail.LIMIT_BYTES / 2);
    append(lease, List.of(Fixtures.stdout(half)), OutputCounts.NONE);
    append(lease, List.of(Fixtures.stdout(half)), OutputCounts.NONE);

    assertEquals(half + half, tail(lease.jobId()).stdout());
    assertEquals(false, tail(lease.jobId()).stdoutCut());
  }

  @Test
  default void view_oneByteMore_isCutByOne() {
    Lease lease = running();
    String limit = "x".repeat(OutputTail.LIMIT_BYTES);
    append(lease, List.of(Fixtures.stdout("y")), OutputCounts.NONE);
    append(lease, List.of(Fixtures.stdout(limit)), OutputCounts.NONE);

    assertEquals(limit, tail(lease.jobId()).stdout());
    assertEquals(true, tail(lease.jobId()).stdoutCut());
  }

  @ParameterizedTest
  @ValueSource(strings = {"é", "日", "😀"})
  default void view_longOutput_isCutBetweenCharacters(String character) {
    Lease lease = running();
    String piece = character.repeat(1000);
    for (int i = 0; i < 80; i++) {
      append(lease, List.of(Fixtures.stderr(piece)), OutputCounts.NONE);
    }
    // Shifts the cut into every place of a character.
    for (int shift = 0; shift < 4; shift++) {
      append(lease, List.of(Fixtures.stderr("s")), OutputCounts.NONE);

      OutputTail tail = tail(lease.jobId());

      int bytes = tail.stderr().getBytes(StandardCharsets.UTF_8).length;
      int characterBytes = character.getBytes(StandardCharsets.UTF_8).length;
      assertTrue(tail.stderrCut());
      assertTrue(bytes <= OutputTail.LIMIT_BYTES);
      assertTrue(bytes > OutputTail.LIMIT_BYTES - characterBytes);
      assertTrue(tail.stderr().startsWith(character));
      assertEquals("", tail.stdout());
    }
  }

  @Test
  default void view_longOutputOfOneStream_keepsTheLittleOfTheOther() {
    Lease lease = running();
    append(lease, List.of(Fixtures.stderr("early")), OutputCounts.NONE);
    for (int i = 0; i < 30; i++) {
      append(lease, List.of(Fixtures.stdout("o".repeat(8000))), OutputCounts.NONE);
    }

    assertEquals("early", tail(lease.jobId()).stderr());
    assertEquals(OutputTail.LIMIT_BYTES, tail(lease.jobId()).stdout().length());
  }

  @Test
  default void view_secondAttempt_showsOnlyItsOutput() {
    Lease first = running(2);
    append(first, List.of(Fixtures.stdout("first")), OutputCounts.NONE);
    expireLease();
    Lease second = claimed(first.jobId());
    assertEquals(OutputTail.EMPTY, tail(first.jobId()));

    append(second, List.of(Fixtures.stdout("second")), OutputCounts.NONE);

    assertEquals("second", tail(first.jobId()).stdout());
  }

  @Test
  default void view_givenBack_showsTheLastAttemptUntilTheNext() {
    Lease first = running(2);
    release(first, List.of(Fixtures.stdout("first")), OutputCounts.NONE, "stops");

    assertEquals("first", tail(first.jobId()).stdout());
  }

  private OutputTail tail(JobId id) {
    return store().view(id).orElseThrow().tail();
  }
}
