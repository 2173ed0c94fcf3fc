package dev.codexgateway.functions.worker;

import dev.codexgateway.core.job.StoreUnavailableException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import java.time.temporal.ChronoUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats a write of an attempt while the store is away, for as long as it makes sense: every such
 * write carries its lease, so one that comes too late is refused and harms nobody.
 */
final class StoreRetry {
  private static final Logger log = LoggerFactory.getLogger(StoreRetry.class);

  private final FailsafeExecutor<Object> executor;

  /**
   * @param isOver asked after each failure; then the failure leaves {@link #call}
   */
  StoreRetry(String what, BooleanSupplier isOver) {
    executor =
        Failsafe.with(
            RetryPolicy.builder()
                .handle(StoreUnavailableException.class)
                .withMaxAttempts(-1)
                .withBackoff(20, 1000, ChronoUnit.MILLIS)
                .withJitter(0.2)
                .abortIf((_, failure) -> failure != null && isOver.getAsBoolean())
                .onFailedAttempt(
                    event -> {
                      if (event.getAttemptCount() == 1) {
                        log.warn("{}: the store is away, will try again", what);
                      }
                    })
                .build());
  }

  /**
   * @throws StoreUnavailableException when it is over
   */
  <T> T call(Supplier<T> write) {
    return executor.get(write::get);
  }
}
