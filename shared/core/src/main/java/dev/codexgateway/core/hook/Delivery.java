package dev.codexgateway.core.hook;

import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobStore.Submission;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A request to a hook as the inbox keeps it. Whoever makes one cannot keep a well-known secret by
 * mistake: {@code authorization}, cookies and the like are taken out here. Headers and query
 * parameters that only the hook's configuration knows to be secret are the caller's to remove
 * ({@link HookRequest#withoutSecrets}).
 *
 * @param hook its name in the configuration
 * @param request of a {@code REJECTED} or {@code DUPLICATE} delivery without its body: the one
 *     comes from anybody, the other is here already
 * @param reason one line on the verdict, without any secret
 * @param identities what the provider tells deliveries of this hook apart by, for example its id
 *     and a hash of the body; a delivery that shares one with an accepted one is a duplicate
 * @param jobs that were made of it, or that its jobs' idempotency keys named; filled in by the
 *     store
 */
public record Delivery(
    DeliveryId id,
    String hook,
    Instant receivedAt,
    HookRequest request,
    Verdict verdict,
    String reason,
    List<String> identities,
    List<JobId> jobs) {
  public Delivery {
    request = kept(request.withoutSecrets(List.of(), List.of()), verdict);
    identities = List.copyOf(identities);
    jobs = List.copyOf(jobs);
  }

  private static HookRequest kept(HookRequest request, Verdict verdict) {
    return switch (verdict) {
      case ACCEPTED, UNWANTED -> request;
      case DUPLICATE, REJECTED -> request.withoutBody();
    };
  }

  /**
   * With the ids of the jobs that were created, or were there before.
   *
   * @param submissions what the store made of the delivery's jobs; a conflict is no job of it
   */
  public Delivery withJobs(List<Submission> submissions) {
    List<JobId> made = submissions.stream().flatMap(Delivery::jobOf).toList();
    return new Delivery(id, hook, receivedAt, request, verdict, reason, identities, made);
  }

  private static Stream<JobId> jobOf(Submission submission) {
    return switch (submission) {
      case Submission.Created(Job job, var _) -> Stream.of(job.id());
      case Submission.Existing(Job job) -> Stream.of(job.id());
      case Submission.Conflict(JobId _) -> Stream.empty();
    };
  }

  public DeliverySummary summary() {
    return new DeliverySummary(id, hook, receivedAt, verdict, reason, request.body().length, jobs);
  }
}
