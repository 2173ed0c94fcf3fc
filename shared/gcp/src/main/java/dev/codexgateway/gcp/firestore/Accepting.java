package dev.codexgateway.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import dev.codexgateway.core.hook.Delivery;
import dev.codexgateway.core.hook.DeliveryStore.Acceptance;
import dev.codexgateway.core.job.JobStore.Submission;
import dev.codexgateway.core.job.NewJob.Idempotency;
import dev.codexgateway.gcp.firestore.PortCall.Commit;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One delivery with its jobs, written in one step that is refused where an identity, a job or a key
 * is there already. As a rule nothing is there, so it is looked at only after a refusal.
 */
final class Accepting {
  private final PortCall call;
  private final Firestore client;
  private final InstantSource clock;
  private final Delivery delivery;
  private final List<PlannedJob> jobs;
  private final DeliveryContent content;
  private final List<DocumentReference> identities;
  private final String token = Tokens.next();
  private Map<DocumentReference, DocumentSnapshot> expiredIdentities = Map.of();

  Accepting(
      PortCall call,
      Firestore client,
      InstantSource clock,
      Delivery delivery,
      List<PlannedJob> jobs,
      Instant expireAt) {
    this.call = call;
    this.client = client;
    this.clock = clock;
    this.delivery = delivery;
    this.jobs = jobs;
    content = new DeliveryContent(client, delivery, expireAt);
    identities = Identities.documents(client, delivery);
  }

  Acceptance run() {
    if (content.isLarge()) {
      Optional<Acceptance> before = look();
      if (before.isPresent()) {
        return before.get();
      }
      content.stage(call, client);
    }
    while (true) {
      List<Submission> submissions = submissions();
      Delivery made = delivery.withJobs(submissions);
      if (call.commit(batch(made)) instanceof Commit.Done) {
        return new Acceptance.Accepted(made, submissions);
      }
      Optional<Acceptance> answer = look();
      if (answer.isPresent()) {
        return answer.get();
      }
      call.again();
    }
  }

  /** What the jobs come to if the next commit goes through. */
  private List<Submission> submissions() {
    Map<List<String>, PlannedJob> byKey = new HashMap<>();
    List<Submission> submissions = new ArrayList<>();
    for (PlannedJob job : jobs) {
      submissions.add(
          firstOfItsKey(byKey, job).map(first -> same(first, job)).orElseGet(job::written));
    }
    return submissions;
  }

  private static Submission same(PlannedJob first, PlannedJob job) {
    return first.answer(job.key().orElseThrow());
  }

  /** The job of the same delivery that has taken this one's key; no key can be created twice. */
  private static Optional<PlannedJob> firstOfItsKey(
      Map<List<String>, PlannedJob> byKey, PlannedJob job) {
    if (job.settled().isPresent() || job.key().isEmpty()) {
      return Optional.empty();
    }
    Idempotency key = job.key().get();
    return Optional.ofNullable(byKey.putIfAbsent(List.of(key.scope(), key.key()), job));
  }

  private Batch batch(Delivery made) {
    Batch batch = new Batch(client);
    Map<List<String>, PlannedJob> byKey = new HashMap<>();
    for (PlannedJob job : jobs) {
      if (job.settled().isEmpty() && firstOfItsKey(byKey, job).isEmpty()) {
        job.addTo(batch);
      }
    }
    identities.forEach(identity -> addIdentity(batch, identity, Identities.fields(made)));
    content.addTo(batch, made, token);
    return batch;
  }

  private void addIdentity(Batch batch, DocumentReference identity, Map<String, Object> fields) {
    DocumentSnapshot before = expiredIdentities.get(identity);
    if (before == null) {
      batch.create(identity, fields);
    } else {
      batch.update(identity, fields, Documents.updateTime(before));
    }
  }

  /** Finds out what is there already; empty where the next commit may go through. */
  private Optional<Acceptance> look() {
    List<DocumentReference> wanted = new ArrayList<>();
    wanted.add(content.document());
    wanted.addAll(identities);
    jobs.forEach(job -> wanted.addAll(job.documents()));
    List<DocumentSnapshot> found = call.getAll(wanted, null);
    Optional<Acceptance> answer =
        itself(found.getFirst()).or(() -> duplicate(found.subList(1, 1 + identities.size())));
    if (answer.isEmpty()) {
      lookAtJobs(found.subList(1 + identities.size(), found.size()));
    }
    return answer;
  }

  private Optional<Acceptance> itself(DocumentSnapshot found) {
    return PortCall.existing(found).map(Documents::checked).map(this::itselfFound);
  }

  /** This very call wrote it and missed the answer, or an earlier one did. */
  private Acceptance itselfFound(DocumentSnapshot found) {
    if (token.equals(found.getString(DeliveryDocuments.TOKEN))) {
      List<Submission> submissions = submissions();
      return new Acceptance.Accepted(delivery.withJobs(submissions), submissions);
    }
    return new Acceptance.Duplicate(delivery.id(), DeliveryDocuments.jobs(found));
  }

  private Optional<Acceptance> duplicate(List<DocumentSnapshot> found) {
    Instant now = clock.instant();
    Map<DocumentReference, DocumentSnapshot> expired = new HashMap<>();
    for (DocumentSnapshot identity : found) {
      if (Identities.isLive(identity, now)) {
        return Optional.of(Identities.duplicate(identity));
      }
      if (identity.exists()) {
        expired.put(identity.getReference(), identity);
      }
    }
    expiredIdentities = expired;
    return Optional.empty();
  }

  private void lookAtJobs(List<DocumentSnapshot> found) {
    int begin = 0;
    for (PlannedJob job : jobs) {
      int end = begin + job.documents().size();
      job.look(call, found.subList(begin, end));
      begin = end;
    }
  }
}
