package dev.codexgateway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.OutputCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the sweeper asks for. */
interface DueRules extends JobSteps {
  @Test
  default void due_nothing_isEmpty() {
    finished();
    running();

    assertEquals(Set.of(), due());
  }

  @Test
  default void due_isToldWithTheJobsTimeout() {
    submitted(Fixtures.newJob(Fixtures.OWNER, Fixtures.FULL_SPEC, 1));
    Lease lease = claimed(submitted(Fixtures.newJob()).id());
    expireLease();

    Map<Duration, JobId> due = new HashMap<>();
    store().due(clock().instant(), ALL).forEach(bell -> due.put(bell.timeout(), bell.id()));

    assertEquals(Set.of(Fixtures.FULL_SPEC.timeout(), Fixtures.ECHO.timeout()), due.keySet());
    assertEquals(lease.jobId(), due.get(Fixtures.ECHO.timeout()));
  }

  @Test
  default void due_queued_onlyThoseSinceBefore() {
    JobId id = submitted(Fixtures.newJob()).id();

    assertEquals(List.of(), store().due(Fixtures.NOW, ALL));
    assertEquals(List.of(bell(id)), store().due(Fixtures.NOW.plusMillis(1), ALL));
  }

  @Test
  default void due_running_onlyOnceTheLeaseExpired() {
    Lease lease = running();
    clock().advance(Fixtures.LEASE.minusMillis(1));
    assertEquals(Set.of(), due());

    clock().advance(Duration.ofMillis(1));
    assertEquals(Set.of(lease.jobId()), due());

    store().renew(lease, Fixtures.LEASE);
    assertEquals(Set.of(), due());
  }

  @Test
  default void due_givenBack_isQueuedSinceThen() {
    Lease lease = running(2);
    clock().advance(Duration.ofSeconds(5));
    release(lease, List.of(), OutputCounts.NONE, "stops");

    assertEquals(List.of(), store().due(Fixtures.NOW.plusSeconds(5), ALL));
    assertEquals(List.of(bell(lease.jobId())), store().due(Fixtures.NOW.plusSeconds(6), ALL));
  }

  @Test
  default void due_ended_never() {
    Lease lost = running();
    expireLease();
    store().claim(lost.jobId(), Fixtures.LEASE);
    store().cancel(submitted(Fixtures.newJob()).id());

    assertEquals(Set.of(), due());
  }

  @Test
  default void due_limited_hidesNoExpiredLeaseBehindALongQueue() {
    Lease lease = running();
    List<JobId> queued = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      queued.add(submitted(Fixtures.newJob()).id());
    }
    expireLease();

    List<JobId> due = ids(store().due(clock().instant(), 10));

    assertEquals(10, due.size());
    assertTrue(due.contains(lease.jobId()));
    assertTrue(queued.containsAll(due.stream().filter(id -> !id.equals(lease.jobId())).toList()));
  }

  private Set<JobId> due() {
    return new HashSet<>(ids(store().due(clock().instant(), ALL)));
  }

  private static List<JobId> ids(List<Bell> bells) {
    return bells.stream().map(Bell::id).toList();
  }

  private static Bell bell(JobId id) {
    return new Bell(id, Fixtures.ECHO.timeout());
  }
}
