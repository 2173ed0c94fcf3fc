package dev.codexgateway.hooks;

import dev.codexgateway.core.hook.HookDefinition;
import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.hook.VerifierDefinition;
import dev.codexgateway.core.json.Json;
import dev.codexgateway.core.secret.Secret;
import dev.codexgateway.core.secret.SecretStore;
import dev.codexgateway.hooks.Evaluation.Refusal;
import dev.codexgateway.hooks.Evaluation.Rule;
import dev.codexgateway.hooks.cel.Budget;
import dev.codexgateway.hooks.cel.Expression;
import dev.codexgateway.hooks.cel.Outcome;
import dev.codexgateway.hooks.cel.Variables;
import dev.codexgateway.hooks.verify.Verifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A webhook, ready to take deliveries. */
public final class Hook {
  private final HookDefinition definition;
  private final Verifier verifier;
  private final Optional<Expression> filter;
  private final Optional<Expression> identity;
  private final List<CompiledRule> rules;

  Hook(
      HookDefinition definition,
      Optional<Expression> filter,
      Optional<Expression> identity,
      List<CompiledRule> rules) {
    this.definition = definition;
    this.verifier = Verifier.of(definition.verifier());
    this.filter = filter;
    this.identity = identity;
    this.rules = List.copyOf(rules);
  }

  public String name() {
    return definition.name().text();
  }

  public HookDefinition definition() {
    return definition;
  }

  public Verifier verifier() {
    return verifier;
  }

  /**
   * @throws dev.codexgateway.core.job.StoreUnavailableException where the secrets cannot be read
   */
  public Verification verify(HookRequest request, SecretStore secrets, Instant now) {
    List<Secret> live = live(secrets);
    if (live.isEmpty()) {
      return new Verification.Unverifiable(noSecret());
    }
    return verifier
        .flaw(request, live, now)
        .<Verification>map(Verification.Rejected::new)
        .orElseGet(() -> authentic(new Content(request, hasPayloadField())));
  }

  private Verification authentic(Content content) {
    if (definition.verifier() instanceof VerifierDefinition.Slack
        && "url_verification".equals(content.object().get("type"))
        && content.object().get("challenge") instanceof String challenge) {
      return new Verification.Challenge(Json.write(Json.object(Map.of("challenge", challenge))));
    }
    return new Verification.Authentic(content);
  }

  private boolean hasPayloadField() {
    return definition.verifier() instanceof VerifierDefinition.GitHub
        || definition.verifier() instanceof VerifierDefinition.Slack;
  }

  /** Whether the sender takes any status but 200, or any body, for a failure. */
  public boolean wantsBareOk(Content content) {
    return definition.verifier() instanceof VerifierDefinition.Slack && content.isForm();
  }

  private List<Secret> live(SecretStore secrets) {
    return definition.secrets().stream()
        .flatMap(secret -> secrets.find(secret).stream())
        .filter(secret -> verifier.secretFlaw(secret).isEmpty())
        .toList();
  }

  private String noSecret() {
    return "hook " + name() + ": no usable secret " + String.join(" or ", definition.secrets());
  }

  /** Why the hook cannot start; one of two secrets may be missing, but a bad one is a mistake. */
  public Optional<String> secretFlaw(SecretStore secrets) {
    for (String name : definition.secrets()) {
      Optional<String> flaw = secrets.find(name).flatMap(verifier::secretFlaw);
      if (flaw.isPresent()) {
        return Optional.of("hook " + name() + ": the secret " + name + " " + flaw.get());
      }
    }
    return live(secrets).isEmpty() ? Optional.of(noSecret()) : Optional.empty();
  }

  /** What may be kept of a delivery to this hook. */
  public HookRequest withoutSecrets(HookRequest request) {
    return request.withoutSecrets(verifier.secretHeaders(), verifier.secretQuery());
  }

  /** For a delivery that is known to be authentic, for example a stored one. */
  public Evaluation evaluate(HookRequest request) {
    return evaluate(new Content(request, hasPayloadField()));
  }

  /** Never throws, whatever the sender sent. */
  public Evaluation evaluate(Content content) {
    return switch (content.body()) {
      case Content.Body.Unreadable(Content.Problem problem) -> new Evaluation.Unreadable(problem);
      case Content.Body.Read(Object body, String raw) ->
          evaluate(content, variables(content.request(), body, raw));
    };
  }

  private Evaluation evaluate(Content content, Variables variables) {
    Budget budget = new Budget();
    Evaluation evaluation = evaluate(content, variables, budget);
    return budget.isLate() ? new Evaluation.Undecided() : evaluation;
  }

  private Evaluation evaluate(Content content, Variables variables, Budget budget) {
    Optional<Refusal> refusal =
        filter.flatMap(
            expression -> Refusals.of("the hook's filter", expression, variables, budget));
    if (refusal.isPresent()) {
      return new Evaluation.Unwanted(refusal.get());
    }
    List<Rule> outcomes = new ArrayList<>();
    for (CompiledRule rule : rules) {
      outcomes.add(rule.evaluate(variables, budget));
    }
    return identified(outcomes, content, variables, budget);
  }

  private Evaluation identified(
      List<Rule> outcomes, Content content, Variables variables, Budget budget) {
    if (identity.isEmpty()) {
      return new Evaluation.Evaluated(Identities.of(definition.verifier(), content), outcomes);
    }
    return switch (identity.get().asText(variables, budget)) {
      case Outcome.Value<String>(String text) ->
          new Evaluation.Evaluated(List.of("own:" + Identities.bounded(text)), outcomes);
      case Outcome.Failed<String>(String reason) ->
          new Evaluation.Unwanted(
              new Refusal(
                  "the identity cannot be told: " + reason,
                  identity.get().source(),
                  identity.get().observed(variables)));
    };
  }

  /** Expressions see nothing that must not be kept, or a mapping could give a secret away. */
  private Variables variables(HookRequest request, Object body, String raw) {
    HookRequest seen = withoutSecrets(request);
    Map<String, String> headers = new LinkedHashMap<>();
    seen.headers().forEach((name, values) -> headers.put(name, String.join(", ", values)));
    Map<String, String> query = new LinkedHashMap<>();
    seen.query().forEach((name, values) -> query.put(name, values.getFirst()));
    return new Variables(
        name(), seen.method(), headers, query, body, raw, seen.remoteAddress().orElse(""));
  }
}
