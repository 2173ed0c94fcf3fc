package dev.codexgateway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobQueue;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link JobQueue} does. A bell may be doubled; one that is not refused is heard. */
public abstract class JobQueueContract {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private JobQueue queue;

  /** An empty queue. Called once per test. */
  protected abstract JobQueue openQueue() throws Exception;

  /** The next bell that a worker hears, or empty after that long. */
  protected abstract Optional<JobId> hear(Duration patience) throws Exception;

  @BeforeEach
  final void openEmptyQueue() throws Exception {
    queue = openQueue();
  }

  @Test
  void ring_isHeard() throws Exception {
    JobId id = JobId.next();

    queue.ring(bell(id));

    assertEquals(Optional.of(id), hear(PATIENCE));
  }

  @Test
  void ring_again_isHeardAgain() throws Exception {
    JobId id = JobId.next();
    queue.ring(bell(id));
    assertEquals(Optional.of(id), hear(PATIENCE));

    queue.ring(bell(id));

    assertEquals(Optional.of(id), hear(PATIENCE));
  }

  @Test
  void ring_manyAtOnce_allAreHeard() throws Exception {
    List<JobId> rung =
        Concurrently.call(
            500,
            _ -> {
              JobId id = JobId.next();
              queue.ring(bell(id));
              return id;
            });

    Set<JobId> heard = new HashSet<>();
    while (heard.size() < rung.size()) {
      heard.add(hear(PATIENCE).orElseThrow());
    }
    assertEquals(new HashSet<>(rung), heard);
  }

  private static Bell bell(JobId id) {
    return new Bell(id, Fixtures.ECHO.timeout());
  }
}
