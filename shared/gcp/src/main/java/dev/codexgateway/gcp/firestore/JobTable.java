package dev.codexgateway.gcp.firestore;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldMask;
import com.google.cloud.firestore.Firestore;
import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.job.Change;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.gcp.firestore.PortCall.Commit;
import dev.codexgateway.gcp.firestore.StoredJob.LogState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Loads jobs and writes what became of them, each write on condition that nobody wrote since. */
final class JobTable {
  private final Firestore client;
  private final InstantSource clock;

  JobTable(Firestore client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * A job as it was read.
   *
   * @param document with the log, where it was asked for
   */
  record Loaded(StoredJob stored, DocumentSnapshot document) {}

  Optional<StoredJob> load(PortCall call, JobId id) {
    return load(call, id, JobDocuments.WITHOUT_LOG).map(Loaded::stored);
  }

  Optional<Loaded> loadWithLog(PortCall call, JobId id) {
    return load(call, id, null);
  }

  private Optional<Loaded> load(PortCall call, JobId id, @Nullable FieldMask fields) {
    return document(call, id, fields)
        .map(document -> new Loaded(JobDocuments.read(call, document), document));
  }

  /** The log of a job, without the rest of it. */
  Optional<LogReader> log(PortCall call, JobId id) {
    return document(call, id, null)
        .map(document -> new LogReader(call, Documents.checked(document)));
  }

  private Optional<DocumentSnapshot> document(PortCall call, JobId id, @Nullable FieldMask fields) {
    return live(call.getAll(List.of(JobDocuments.document(client, id)), fields).getFirst());
  }

  /** Empty where there is no such document any more. */
  Optional<DocumentSnapshot> live(DocumentSnapshot document) {
    return PortCall.existing(document)
        .filter(existing -> !Documents.isExpired(existing, clock.instant()));
  }

  /** Adds a new job to a batch. */
  void create(Batch batch, Change change, String token, Instant expireAt) {
    Job job = change.job();
    DocumentReference document = JobDocuments.document(client, job.id());
    String lines = LogText.encode(change.events());
    StoredJob stored =
        new StoredJob(
            job,
            Timestamp.MIN_VALUE,
            expireAt,
            token,
            1,
            new LogState(0, Batch.utf8Bytes(lines)),
            Map.of());
    Map<String, Object> fields = JobDocuments.constants(stored);
    fields.putAll(JobDocuments.state(stored, job.createdAt()));
    Documents.removeDeletions(fields);
    fields.put(JobDocuments.LOG, LogWriter.first(change.events()));
    JobDocuments.putText(
        batch, document, stored, fields, JobDocuments.SPEC, JobTexts.writeSpec(job.spec()));
    batch.create(document, fields);
  }

  /**
   * Writes a change of state.
   *
   * @param changed the job as it is to be
   * @return the job as it is now, or empty where somebody else wrote first
   */
  Optional<StoredJob> saveState(PortCall call, StoredJob changed, List<Event> events, Instant now) {
    Batch batch = new Batch(client);
    DocumentReference document = JobDocuments.document(client, changed.job().id());
    Map<String, Object> texts = new LinkedHashMap<>();
    StoredJob stored = changed;
    if (!changed.job().artifacts().isEmpty()) {
      stored =
          JobDocuments.putText(
              batch,
              document,
              changed,
              texts,
              JobDocuments.ARTIFACTS,
              JobTexts.writeArtifacts(changed.job().artifacts()));
    }
    stored =
        stored.with(
            new LogWriter(batch, document, stored.expireAt()).change(stored.log(), events, texts));
    Map<String, Object> fields = JobDocuments.state(stored, now);
    fields.putAll(texts);
    return saved(call, batch, document, stored, fields);
  }

  /** As {@link #saveState} where only output is added. */
  Optional<StoredJob> saveOutput(PortCall call, StoredJob changed, List<Event> events) {
    Batch batch = new Batch(client);
    DocumentReference document = JobDocuments.document(client, changed.job().id());
    Map<String, Object> lines = new LinkedHashMap<>();
    StoredJob stored =
        changed.with(
            new LogWriter(batch, document, changed.expireAt())
                .output(changed.log(), events, lines));
    Map<String, Object> fields = JobDocuments.progress(stored);
    fields.putAll(lines);
    return saved(call, batch, document, stored, fields);
  }

  /** As {@link #saveState} where only the lease is prolonged. */
  Optional<StoredJob> saveLease(PortCall call, StoredJob changed) {
    DocumentReference document = JobDocuments.document(client, changed.job().id());
    return saved(call, new Batch(client), document, changed, JobDocuments.lease(changed));
  }

  private static Optional<StoredJob> saved(
      PortCall call,
      Batch batch,
      DocumentReference document,
      StoredJob stored,
      Map<String, Object> fields) {
    batch.update(document, fields, stored.updateTime());
    return switch (call.commit(batch)) {
      case Commit.Done done -> Optional.of(stored.with(done.updateTime()));
      case Commit.Refused() -> Optional.empty();
    };
  }
}
