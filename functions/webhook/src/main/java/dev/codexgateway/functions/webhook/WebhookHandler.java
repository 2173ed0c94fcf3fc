package dev.codexgateway.functions.webhook;

import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryId;
import dev.codexgateway.core.hook.DeliveryStore;
import dev.codexgateway.core.hook.DeliveryStore.Acceptance;
import dev.codexgateway.core.hook.HookRequest;
import dev.codexgateway.core.hook.Verdict;
import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobQueue;
import dev.codexgateway.core.job.JobStore.Submission;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.NewJob.Idempotency;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.core.secret.SecretStore;
import dev.codexgateway.hooks.Content;
import dev.codexgateway.hooks.Evaluation;
import dev.codexgateway.hooks.Evaluation.Rule;
import dev.codexgateway.hooks.Hook;
import dev.codexgateway.hooks.Verification;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a delivery: verify, evaluate, store with its jobs, ring.
 *
 * <pre>
 * verify ─ not authentic ─────────────────> 401, recorded up to a rate
 *    │└── no secret, store not there ──────> 503
 * evaluate ─ unreadable ──────────────────> 400, 415
 *    │└── no filter matched, values unfit ─> 200 ignored, recorded
 * accept ─ came before ───────────────────> 200 duplicate
 *    │
 *   ring ─────────────────────────────────> 202
 * </pre>
 */
final class WebhookHandler {
  private static final Logger log = LoggerFactory.getLogger(WebhookHandler.class);
  private static final int REJECTIONS_KEPT_PER_MINUTE = 60;
  private static final int MAX_REASON_CHARS = 1000;

  /** Nothing about two deliveries with one idempotency key can conflict: the first one wins. */
  private static final String ANY_PARAMS = "webhook";

  private final DeliveryStore deliveries;
  private final SecretStore secrets;
  private final JobQueue queue;
  private final InstantSource clock;
  private final Throttle rejections = new Throttle(REJECTIONS_KEPT_PER_MINUTE);

  WebhookHandler(Platform platform) {
    this.deliveries = platform.deliveries();
    this.secrets = platform.secrets();
    this.queue = platform.queue();
    this.clock = platform.clock();
  }

  /**
   * @throws StoreUnavailableException where the delivery could not be stored; nothing was accepted
   */
  Outcome handle(Hook hook, HookRequest request) {
    Instant now = clock.instant();
    return switch (hook.verify(request, secrets, now)) {
      case Verification.Challenge(String answer) -> new Outcome.Challenge(answer);
      case Verification.Unverifiable(String reason) -> {
        log.error("{}; its deliveries are answered with 503 until there is one", reason);
        yield new Outcome.Unavailable(reason);
      }
      case Verification.Rejected(String reason) -> rejected(hook, request, now, reason);
      case Verification.Authentic(Content content) -> authentic(hook, content, now);
    };
  }

  private Outcome rejected(Hook hook, HookRequest request, Instant now, String reason) {
    if (rejections.permits(now)) {
      recordIfPossible(delivery(hook, request, now, Verdict.REJECTED, reason, List.of()));
    }
    return new Outcome.NotAuthentic(reason);
  }

  private Outcome authentic(Hook hook, Content content, Instant now) {
    return switch (hook.evaluate(content)) {
      case Evaluation.Undecided() ->
          new Outcome.Unavailable("the expressions of hook " + hook.name() + " took too long");
      case Evaluation.Unreadable(Content.Problem(int status, String reason)) -> {
        recordIfPossible(
            delivery(hook, content.request(), now, Verdict.UNWANTED, reason, List.of()));
        yield new Outcome.Unreadable(status, reason);
      }
      case Evaluation.Unwanted(Evaluation.Refusal refusal) ->
          ignored(hook, content, now, Outcome.Ignored.Kind.FILTERED, refusal.reason());
      case Evaluation.Evaluated evaluated when evaluated.matched().isEmpty() ->
          ignored(hook, content, now, kind(evaluated.rules()), reasons(evaluated.rules()));
      case Evaluation.Evaluated evaluated -> wanted(hook, content, now, evaluated);
    };
  }

  private static Outcome.Ignored.Kind kind(List<Rule> rules) {
    return rules.stream().anyMatch(Rule.Invalid.class::isInstance)
        ? Outcome.Ignored.Kind.UNFIT
        : Outcome.Ignored.Kind.FILTERED;
  }

  private Outcome ignored(
      Hook hook, Content content, Instant now, Outcome.Ignored.Kind kind, String reason) {
    deliveries.record(delivery(hook, content.request(), now, Verdict.UNWANTED, reason, List.of()));
    return new Outcome.Ignored(kind, reason);
  }

  private Outcome wanted(Hook hook, Content content, Instant now, Evaluation.Evaluated evaluated) {
    Delivery delivery =
        delivery(
            hook,
            content.request(),
            now,
            Verdict.ACCEPTED,
            reasons(evaluated.rules()),
            evaluated.identities());
    List<NewJob> jobs = evaluated.matched().stream().map(rule -> job(hook, rule, now)).toList();
    return switch (deliveries.accept(delivery, jobs)) {
      case Acceptance.Accepted(Delivery stored, List<Submission> submissions) -> {
        submissions.forEach(this::ring);
        yield hook.wantsBareOk(content)
            ? new Outcome.AcceptedBare(stored.jobs())
            : new Outcome.Accepted(stored.jobs());
      }
      case Acceptance.Duplicate(DeliveryId earlier, List<JobId> earlierJobs) -> {
        String reason = "the same delivery as " + earlier;
        recordIfPossible(
            delivery(hook, content.request(), now, Verdict.DUPLICATE, reason, List.of()));
        yield new Outcome.Duplicate(earlierJobs);
      }
    };
  }

  private void ring(Submission submission) {
    if (submission instanceof Submission.Created(Job job, var _)) {
      queue.ring(Bell.of(job));
    }
  }

  private static NewJob job(Hook hook, Rule.Matched rule, Instant now) {
    String scope = "webhook:" + hook.name() + "/" + rule.index();
    return new NewJob(
        JobId.next(),
        hook.definition().owner(),
        rule.spec(),
        "webhook:" + hook.name(),
        rule.maxAttempts(),
        Optional.empty(),
        now,
        rule.idempotencyKey().map(key -> new Idempotency(scope, key, ANY_PARAMS)));
  }

  private static Delivery delivery(
      Hook hook,
      HookRequest request,
      Instant now,
      Verdict verdict,
      String reason,
      List<String> identities) {
    return new Delivery(
        DeliveryId.next(),
        hook.name(),
        now,
        hook.withoutSecrets(request),
        verdict,
        reason,
        identities,
        List.of());
  }

  /** For what makes no promise: the answer is right also where the record is missing. */
  private void recordIfPossible(Delivery delivery) {
    try {
      deliveries.record(delivery);
    } catch (StoreUnavailableException e) {
      log.warn("Delivery {} was answered and is not recorded: {}", delivery.id(), e.getMessage());
    }
  }

  /** Of the rules that make no job. */
  private static String reasons(List<Rule> rules) {
    List<String> reasons = new ArrayList<>();
    for (Rule rule : rules) {
      switch (rule) {
        case Rule.Matched _ -> {}
        case Rule.Unwanted(int _, Evaluation.Refusal refusal) -> reasons.add(refusal.reason());
        case Rule.Invalid(int index, String member, String reason) ->
            reasons.add("job " + (index + 1) + ": " + member + " " + reason);
      }
    }
    String all = reasons.stream().collect(Collectors.joining("; "));
    return all.length() <= MAX_REASON_CHARS ? all : all.substring(0, MAX_REASON_CHARS) + "…";
  }
}
