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
import dev.codexgateway.gcp.firestore.PortCall.Commit;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One submission. It is written without a look first; only where that is refused, because the job
 * or its idempotency key is there already, it is looked at.
 */
final class Submitting {
  private final PortCall call;
  private final Firestore client;
  private final JobTable jobs;
  private final InstantSource clock;
  private final NewJob job;
  private final Change change;
  private final Instant expireAt;
  private final String token = Tokens.next();

  Submitting(
      PortCall call,
      Firestore client,
      JobTable jobs,
      InstantSource clock,
      NewJob job,
      Instant expireAt) {
    this.call = call;
    this.client = client;
    this.jobs = jobs;
    this.clock = clock;
    this.job = job;
    this.change = JobMachine.submit(job);
    this.expireAt = expireAt;
  }

  Submission run() {
    Optional<DocumentSnapshot> expired = Optional.empty();
    while (true) {
      if (call.commit(batch(expired)) instanceof Commit.Done) {
        return created();
      }
      List<DocumentSnapshot> found = call.getAll(documents(), null);
      Optional<Submission> answer = job(found.getFirst()).or(() -> earlier(found));
      if (answer.isPresent()) {
        return answer.get();
      }
      expired = key(found).filter(DocumentSnapshot::exists);
      call.again();
    }
  }

  private Submission created() {
    return new Submission.Created(change.job(), change.events());
  }

  private Batch batch(Optional<DocumentSnapshot> expired) {
    Batch batch = new Batch(client);
    jobs.create(batch, change, token, expireAt);
    job.idempotency().ifPresent(key -> addKey(batch, key, expired));
    return batch;
  }

  private void addKey(Batch batch, Idempotency key, Optional<DocumentSnapshot> expired) {
    DocumentReference document = Idempotencies.document(client, key);
    expired.ifPresentOrElse(
        before ->
            batch.update(document, Idempotencies.fields(job, key), Documents.updateTime(before)),
        () -> batch.create(document, Idempotencies.fields(job, key)));
  }

  private List<DocumentReference> documents() {
    List<DocumentReference> documents = new ArrayList<>();
    documents.add(JobDocuments.document(client, job.id()));
    job.idempotency().ifPresent(key -> documents.add(Idempotencies.document(client, key)));
    return documents;
  }

  private static Optional<DocumentSnapshot> key(List<DocumentSnapshot> found) {
    return found.size() > 1 ? Optional.of(found.get(1)) : Optional.empty();
  }

  /** The job itself is there: this very call wrote it and missed the answer, or an earlier one. */
  private Optional<Submission> job(DocumentSnapshot document) {
    return PortCall.existing(document)
        .map(existing -> JobDocuments.read(call, existing))
        .map(
            stored ->
                stored.token().equals(token) ? created() : new Submission.Existing(stored.job()));
  }

  private Optional<Submission> earlier(List<DocumentSnapshot> found) {
    return key(found)
        .filter(document -> Idempotencies.isLive(document, clock.instant()))
        .flatMap(
            document ->
                jobs.load(call, Idempotencies.jobId(document))
                    .map(stored -> answer(document, stored.job())));
  }

  private Submission answer(DocumentSnapshot document, Job earlier) {
    return job.idempotency().filter(key -> Idempotencies.isSame(document, key)).isPresent()
        ? new Submission.Existing(earlier)
        : new Submission.Conflict(earlier.id());
  }
}
