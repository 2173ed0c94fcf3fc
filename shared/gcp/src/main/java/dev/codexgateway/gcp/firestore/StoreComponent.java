package dev.codexgateway.gcp.firestore;

import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.platform.Component;
import java.time.Duration;

/** Asks the database for a document that need not exist. */
final class StoreComponent implements Component {
  static final String COLLECTION = "gateway";
  static final String DOCUMENT = "ready";
  private static final Duration PATIENCE = Duration.ofMillis(900);

  private final Calls calls;

  StoreComponent(Calls calls) {
    this.calls = calls;
  }

  @Override
  public String name() {
    return "store";
  }

  @Override
  public boolean isReady() {
    return isReady(PATIENCE);
  }

  boolean isReady(Duration patience) {
    PortCall call = calls.begin("ready", patience);
    try {
      call.get(calls.client().collection(COLLECTION).document(DOCUMENT));
      return true;
    } catch (StoreUnavailableException e) {
      return false;
    }
  }
}
