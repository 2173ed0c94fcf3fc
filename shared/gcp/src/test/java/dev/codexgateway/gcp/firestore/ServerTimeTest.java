package dev.codexgateway.gcp.firestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.JobStore.Claim;
import dev.codexgateway.core.job.Lease;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.gcp.ServerClock;
import dev.codexgateway.gcp.firestore.Calls.Observer;
import dev.codexgateway.testkit.Concurrently;
import dev.codexgateway.testkit.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A machine whose clock is wrong neither steals a live lease nor leaves an expired one. */
@Tag("emulator")
final class ServerTimeTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Database database = new Database();
  private final JobStore right = store(0);

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {-10, 10})
  void claim_byAMachineMinutesOff_takesExpiredLeasesOnly(int minutesOff) {
    JobId live = claimed(right, LONG);
    JobId expired = claimed(right, SHORT);
    JobStore wrong = store(minutesOff);

    assertInstanceOf(Claim.Held.class, wrong.claim(live, LONG));
    Concurrently.await(
        "the lease is over", () -> wrong.claim(expired, LONG) instanceof Claim.Claimed);
    assertInstanceOf(Claim.Held.class, right.claim(expired, LONG));
  }

  @ParameterizedTest
  @ValueSource(ints = {-10, 10})
  void due_onAMachineMinutesOff_hasExpiredLeasesOnly(int minutesOff) {
    claimed(right, LONG);
    JobId expired = claimed(right, SHORT);
    List<Bell> bells = List.of(new Bell(expired, Fixtures.ECHO.timeout()));
    Instant longAgo = Instant.EPOCH;
    Concurrently.await("the lease is over", () -> right.due(longAgo, 10).equals(bells));

    assertEquals(bells, store(minutesOff).due(longAgo, 10));
  }

  @ParameterizedTest
  @ValueSource(ints = {-10, 10})
  void renew_byAMachineMinutesOff_holdsForThatLongByTheServersTime(int minutesOff) {
    JobStore wrong = store(minutesOff);
    JobId id = claimed(wrong, LONG);
    wrong.renew(new Lease(id, 1), SHORT);

    assertInstanceOf(Claim.Held.class, right.claim(claimed(wrong, LONG), LONG));
    Concurrently.await("the lease is over", () -> right.claim(id, LONG) instanceof Claim.Claimed);
  }

  private JobStore store(int minutesOff) {
    InstantSource local = () -> Instant.now().plus(Duration.ofMinutes(minutesOff));
    ServerClock clock = new ServerClock(local, System::nanoTime);
    Calls calls = Database.calls(database.newClient(), clock::heard, Observer.NONE);
    return new FirestoreJobStore(calls, clock, Database.RETENTION);
  }

  private static JobId claimed(JobStore store, Duration lease) {
    NewJob job =
        new NewJob(
            JobId.next(),
            Fixtures.OWNER,
            Fixtures.ECHO,
            Fixtures.SOURCE,
            5,
            Optional.empty(),
            Instant.now(),
            Optional.empty());
    store.submit(job);
    assertInstanceOf(Claim.Claimed.class, store.claim(job.id(), lease));
    return job.id();
  }
}
