package dev.codexgateway.cli;

import dev.codexgateway.core.hook.VerifierDefinition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The headers, besides the signature, that a provider sends and filters look at. */
final class ProviderHeaders {
  private ProviderHeaders() {}

  /**
   * @param event what happened, in the provider's words
   * @param id of the delivery
   */
  static Map<String, String> of(VerifierDefinition verifier, Optional<String> event, String id) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", "application/json");
    switch (verifier) {
      case VerifierDefinition.GitHub() -> {
        headers.put("x-github-event", event.orElse("push"));
        headers.put("x-github-delivery", id);
      }
      case VerifierDefinition.GitLab _ -> {
        headers.put("x-gitlab-event", event.orElse("Push Hook"));
        headers.put("x-gitlab-event-uuid", id);
        headers.put("idempotency-key", id);
      }
      case VerifierDefinition.Pipedrive _,
          VerifierDefinition.Stripe(),
          VerifierDefinition.Slack(),
          VerifierDefinition.Standard(),
          VerifierDefinition.Hmac _,
          VerifierDefinition.Token _,
          VerifierDefinition.Basic _ -> {}
    }
    return headers;
  }
}
