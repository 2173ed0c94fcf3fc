package dev.codexgateway.testkit;

import dev.codexgateway.core.job.JobStore;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every {@link JobStore} does. A subclass supplies an empty store, and closes it itself; the
 * rules stand in the interfaces, one per concern.
 */
public abstract class JobStoreContract
    implements SubmitRules,
        ClaimRules,
        FencingRules,
        RepeatRules,
        LogRules,
        EndRules,
        TransitionRules,
        ListRules,
        TailRules,
        DueRules {
  private final SettableClock clock = SettableClock.standing();
  private JobStore store;

  /** An empty store that takes the time from this clock. Called once per test. */
  protected abstract JobStore openStore(InstantSource clock) throws Exception;

  @BeforeEach
  final void openEmptyStore() throws Exception {
    store = openStore(clock);
  }

  @Override
  public final JobStore store() {
    return store;
  }

  @Override
  public final SettableClock clock() {
    return clock;
  }
}
