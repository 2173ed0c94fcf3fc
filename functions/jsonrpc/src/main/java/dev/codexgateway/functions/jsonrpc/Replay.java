package dev.codexgateway.functions.jsonrpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.job.Bell;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobQueue;
import dev.codexgateway.core.job.JobSpec;
import dev.codexgateway.core.job.JobStore;
import dev.codexgateway.core.job.JobStore.Submission;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.NewJob.Idempotency;
import dev.codexgateway.core.platform.Platform;
import dev.codexgateway.hooks.Evaluation;
import dev.codexgateway.hooks.Evaluation.Rule;
import dev.codexgateway.hooks.Hook;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes the jobs of one stored delivery once more. */
final class Replay {
  /** By which the jobs of a replay are found. */
  private static final String LABEL = "replay_of";

  private final JobStore jobs;
  private final JobQueue queue;
  private final InstantSource clock;

  Replay(Platform platform) {
    this.jobs = platform.jobs();
    this.queue = platform.queue();
    this.clock = platform.clock();
  }

  /** Adds {@code outcome} and {@code reason}, or {@code jobs}. */
  void add(JsonObject json, Hook hook, Delivery delivery, Optional<String> key, boolean dryRun) {
    Evaluation evaluation = hook.evaluate(delivery.request());
    json.addProperty("outcome", EvaluationJson.outcome(evaluation));
    if (evaluation instanceof Evaluation.Evaluated evaluated && !evaluated.matched().isEmpty()) {
      JsonArray made = new JsonArray();
      for (Rule.Matched rule : evaluated.matched()) {
        made.add(dryRun ? planned(rule) : submitted(hook, delivery, rule, key));
      }
      json.add("jobs", made);
    } else {
      json.addProperty("reason", EvaluationJson.reason(evaluation));
    }
  }

  private static JsonObject planned(Rule.Matched rule) {
    JsonObject json = new JsonObject();
    json.addProperty("outcome", "would_submit");
    json.addProperty("command", rule.spec().command());
    json.add("args", HookJson.array(rule.spec().args()));
    return json;
  }

  private JsonObject submitted(
      Hook hook, Delivery delivery, Rule.Matched rule, Optional<String> key) {
    JsonObject json = new JsonObject();
    switch (jobs.submit(newJob(hook, delivery, rule, key))) {
      case Submission.Created(Job job, var _) -> {
        queue.ring(Bell.of(job));
        add(json, "submitted", job.id());
      }
      case Submission.Existing(Job job) -> add(json, "existing", job.id());
      case Submission.Conflict(JobId existing) -> add(json, "conflict", existing);
    }
    json.addProperty("command", rule.spec().command());
    return json;
  }

  private static void add(JsonObject json, String outcome, JobId id) {
    json.addProperty("outcome", outcome);
    json.addProperty("job_id", id.value());
  }

  /**
   * Without a key of the caller's the job's own content is part of the key: the same replay makes
   * no second job, and one under a configuration that makes another job of it does.
   */
  private NewJob newJob(Hook hook, Delivery delivery, Rule.Matched rule, Optional<String> key) {
    JobSpec spec = labelled(rule.spec(), delivery);
    String fingerprint = Fingerprint.of(spec);
    String own =
        "%s %d %s".formatted(delivery.id(), rule.index(), key.orElse("sha256:" + fingerprint));
    String owner = hook.definition().owner();
    return new NewJob(
        JobId.next(),
        owner,
        spec,
        "replay:" + hook.name(),
        rule.maxAttempts(),
        Optional.empty(),
        clock.instant(),
        Optional.of(new Idempotency(owner + " hook.replay", own, fingerprint)));
  }

  private static JobSpec labelled(JobSpec spec, Delivery delivery) {
    Map<String, String> labels = new LinkedHashMap<>(spec.labels());
    labels.put(LABEL, delivery.id().value());
    return new JobSpec(
        spec.command(), spec.args(), spec.stdin(), spec.env(), spec.timeout(), labels);
  }
}
