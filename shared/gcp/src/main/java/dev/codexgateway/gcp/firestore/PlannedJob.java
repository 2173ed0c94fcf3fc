package dev.codexgateway.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import dev.codexgateway.core.job.Change;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobMachine;
import dev.codexgateway.core.job.JobStore.Submission;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.NewJob.Idempotency;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A job that is to be written. It is written without a look first; only where that is refused,
 * because the job or its idempotency key is there already, it is looked at.
 */
final class PlannedJob {
  private final Firestore client;
  private final JobTable jobs;
  private final InstantSource clock;
  private final NewJob job;
  private final Change change;
  private final Instant expireAt;
  private final String token = Tokens.next();
  private Optional<Submission> settled = Optional.empty();
  private Optional<DocumentSnapshot> expiredKey = Optional.empty();

  PlannedJob(Firestore client, JobTable jobs, InstantSource clock, NewJob job, Instant expireAt) {
    this.client = client;
    this.jobs = jobs;
    this.clock = clock;
    this.job = job;
    this.change = JobMachine.submit(job);
    this.expireAt = expireAt;
  }

  Optional<Idempotency> key() {
    return job.idempotency();
  }

  /** What it came to without being written. */
  Optional<Submission> settled() {
    return settled;
  }

  /** What it came to, once it was written. */
  Submission written() {
    return settled.orElseGet(() -> new Submission.Created(change.job(), change.events()));
  }

  /** What another of the same key comes to that is written in the same step. */
  Submission answer(Idempotency other) {
    return key().filter(other::equals).isPresent()
        ? new Submission.Existing(change.job())
        : new Submission.Conflict(job.id());
  }

  void addTo(Batch batch) {
    jobs.create(batch, change, token, expireAt);
    key().ifPresent(key -> addKey(batch, key));
  }

  private void addKey(Batch batch, Idempotency key) {
    DocumentReference document = Idempotencies.document(client, key);
    expiredKey.ifPresentOrElse(
        before ->
            batch.update(document, Idempotencies.fields(job, key), Documents.updateTime(before)),
        () -> batch.create(document, Idempotencies.fields(job, key)));
  }

  /** What to read after a refusal. */
  List<DocumentReference> documents() {
    List<DocumentReference> documents = new ArrayList<>();
    documents.add(JobDocuments.document(client, job.id()));
    key().ifPresent(key -> documents.add(Idempotencies.document(client, key)));
    return documents;
  }

  /**
   * @param found the {@link #documents}
   */
  void look(PortCall call, List<DocumentSnapshot> found) {
    Optional<DocumentSnapshot> key =
        found.size() > 1 ? Optional.of(found.get(1)) : Optional.empty();
    settled =
        itself(call, found.getFirst()).or(() -> key.flatMap(document -> earlier(call, document)));
    expiredKey = key.filter(DocumentSnapshot::exists);
  }

  /** The job itself is there: this very call wrote it and missed the answer, or an earlier one. */
  private Optional<Submission> itself(PortCall call, DocumentSnapshot document) {
    return PortCall.existing(document)
        .map(existing -> JobDocuments.read(call, existing))
        .map(
            stored ->
                stored.token().equals(token) ? written() : new Submission.Existing(stored.job()));
  }

  /** The key is there, and what it stands for: otherwise it is to be replaced. */
  private Optional<Submission> earlier(PortCall call, DocumentSnapshot document) {
    return Optional.of(document)
        .filter(key -> Idempotencies.isLive(key, clock.instant()))
        .flatMap(key -> jobs.load(call, Idempotencies.jobId(key)))
        .map(stored -> answer(document, stored.job()));
  }

  private Submission answer(DocumentSnapshot document, Job earlier) {
    return key().filter(key -> Idempotencies.isSame(document, key)).isPresent()
        ? new Submission.Existing(earlier)
        : new Submission.Conflict(earlier.id());
  }
}
