package dev.codexgateway.gcp.firestore;

import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryId;
import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.testkit.Fixtures;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deliveries for tests. */
final class Deliveries {
  static final String HOOK = "github";

  private Deliveries() {}

  static Delivery of(Verdict verdict, String... identities) {
    return of(verdict, new byte[7 * 1024], identities);
  }

  static Delivery of(Verdict verdict, byte[] body, String... identities) {
    return new Delivery(
        DeliveryId.next(),
        HOOK,
        Fixtures.NOW,
        new HookRequest("POST", Map.of(), Map.of(), body, Optional.empty()),
        verdict,
        "as the test wants it",
        List.of(identities),
        List.of());
  }
}
