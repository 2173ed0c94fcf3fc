package dev.codexgateway.benchmarks.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.benchmarks.cost.CallCounter.Count;
import dev.codexgateway.emulators.junit.SharedEmulators;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("emulator")
class CallsPerRequestTest {
  @Test
  void shortJob_watchedByOneRelay_staysWithinTheBudget(@TempDir Path work) throws Exception {
    SharedEmulators.firestore(); // fails or skips where there is none
    try (CloudParts parts = new CloudParts(work)) {
      Count count = new CountedCalls(parts).runShortJob();

      assertTrue(CallsPerRequest.isWithin(count), count::toString);
      Calls priced = Calls.SHORT_JOB;
      assertEquals(
          new Count(priced.reads(), priced.writes(), priced.bells() + priced.eventMessages()),
          count,
          "the bill is computed from other numbers");
    }
  }
}
