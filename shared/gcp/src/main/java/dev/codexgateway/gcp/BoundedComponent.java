package dev.codexgateway.gcp;

import dev.codexgateway.core.platform.Component;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** A question with an end: what does not answer within {@link #PATIENCE} is not ready. */
record BoundedComponent(String name, BooleanSupplier question) implements Component {
  static final Duration PATIENCE = Duration.ofMillis(900);

  @Override
  public boolean isReady() {
    FutureTask<Boolean> answer = new FutureTask<>(question::getAsBoolean);
    Thread.startVirtualThread(answer);
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      answer.cancel(true);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
