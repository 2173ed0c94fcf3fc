package dev.codexgateway.hooks;

import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.hook.VerifierDefinition;
import dev.codexgateway.hooks.cel.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What tells a delivery apart, by provider, so that one that is sent again is recognized. Headers
 * that count retries say nothing here: they are as easily lost as an answer. A provider that names
 * its deliveries is believed; where the name is not covered by a signature, a hash of what is
 * counts as well, so that a captured delivery under another name is no new one.
 */
final class Identities {
  private Identities() {}

  /** Empty where nothing tells two deliveries apart, which then are two. */
  static List<String> of(VerifierDefinition verifier, Content content) {
    return switch (verifier) {
      case VerifierDefinition.GitHub() -> github(content);
      case VerifierDefinition.GitLab(boolean signed) -> gitlab(content, signed);
      case VerifierDefinition.Stripe() ->
          member(content, "id").or(() -> hash(content)).stream().toList();
      case VerifierDefinition.Slack() -> List.of(slack(content));
      case VerifierDefinition.Standard() -> standard(content.request());
      case VerifierDefinition.Pipedrive(String _) -> List.of(pipedrive(content));
      case VerifierDefinition.Hmac hmac ->
          hmac.timestamp()
              .map(time -> signedTime(content.request(), time.header()))
              .map(List::of)
              .orElse(List.of());
      case VerifierDefinition.Token _, VerifierDefinition.Basic _ -> List.of();
    };
  }

  /** The id of a delivery is not signed, so the signed body counts as well. */
  private static List<String> github(Content content) {
    HookRequest request = content.request();
    List<String> identities = new ArrayList<>();
    String event = request.header("x-github-event").orElse("");
    request.header("x-github-delivery").ifPresent(id -> identities.add("id:" + bounded(id)));
    identities.add("body:" + bounded(event) + ":" + Sha256.hex(request.body()));
    return identities;
  }

  private static List<String> gitlab(Content content, boolean signed) {
    HookRequest request = content.request();
    return request
        .header(signed ? "webhook-id" : "idempotency-key")
        .or(() -> request.header("webhook-id"))
        .map(id -> List.of("id:" + bounded(id)))
        .orElseGet(() -> List.of("body:" + Sha256.hex(request.body())));
  }

  private static List<String> standard(HookRequest request) {
    String prefix = request.headers().containsKey("webhook-signature") ? "webhook-" : "svix-";
    return request.header(prefix + "id").map(id -> List.of("id:" + bounded(id))).orElse(List.of());
  }

  /** Events have an id; commands and actions a trigger, each new for every click. */
  private static String slack(Content content) {
    return member(content, "event_id")
        .or(() -> member(content, "trigger_id"))
        .orElseGet(() -> signedTime(content.request(), "x-slack-request-timestamp"));
  }

  /**
   * Version 2 names each event; version 1 has its time in microseconds. Both end with a hash of the
   * entity's part of the body, which is the same in a retry, though the count of attempts is not.
   */
  private static String pipedrive(Content content) {
    Map<?, ?> meta = content.object().get("meta") instanceof Map<?, ?> map ? map : Map.of();
    List<String> parts = new ArrayList<>();
    for (String name :
        List.of(
            "host",
            "company_id",
            "webhook_id",
            "entity",
            "object",
            "action",
            "entity_id",
            "id",
            "timestamp",
            "timestamp_micro")) {
      parts.add(String.valueOf(meta.get(name)));
    }
    if (meta.isEmpty()) {
      return hash(content).orElseThrow();
    }
    return "event:" + Sha256.hex(String.join("\n", parts));
  }

  private static Optional<String> member(Content content, String name) {
    return content.object().get(name) instanceof String text && !text.isEmpty()
        ? Optional.of(name + ":" + bounded(text))
        : Optional.empty();
  }

  private static Optional<String> hash(Content content) {
    return Optional.of("body:" + Sha256.hex(content.request().body()));
  }

  private static String signedTime(HookRequest request, String header) {
    return "at:" + bounded(request.header(header).orElse("")) + ":" + Sha256.hex(request.body());
  }

  /** Stores keep identities as keys, so a sender must not choose their length. */
  static String bounded(String text) {
    return text.length() <= 128 ? text : Sha256.hex(text);
  }
}
