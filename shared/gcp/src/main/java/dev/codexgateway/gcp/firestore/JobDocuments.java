package dev.codexgateway.gcp.firestore;

import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldMask;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import dev.codexgateway.core.artifact.Artifact;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.JobSpec;
import dev.codexgateway.core.job.JobState;
import dev.codexgateway.core.job.OutputCounts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The documents {@code jobs/{id}}: where they are and what their fields mean. */
final class JobDocuments {
  static final String COLLECTION = "jobs";
  static final String ID = "id";
  static final String OWNER = "owner";
  static final String STATE = "state";
  static final String LABELS = "labels";
  static final String LEASE_UNTIL = "lease_until";
  static final String QUEUED_AT = "queued_at";
  static final String TIMEOUT_MS = "timeout_ms";
  static final String LOG = "log";
  static final String SPEC = "spec";
  static final String ARTIFACTS = "artifacts";
  static final String PARTS = "parts";
  static final String CHUNKS = "chunks";
  static final String NEXT_SEQ = "next_seq";

  /** All but the log, which only who reads it wants. */
  static final String[] FIELDS_WITHOUT_LOG = {
    Documents.VERSION_FIELD,
    Documents.EXPIRE_AT,
    ID,
    OWNER,
    STATE,
    "source",
    "max_attempts",
    "retry_of",
    "attempt",
    "created_at",
    "started_at",
    "finished_at",
    "exit_code",
    "signal",
    "reason",
    "stdout_bytes",
    "stderr_bytes",
    "truncated",
    NEXT_SEQ,
    "cancel_requested",
    LEASE_UNTIL,
    "token",
    "attempt_from",
    CHUNKS,
    "embedded_bytes",
    SPEC,
    ARTIFACTS,
    PARTS
  };

  static final FieldMask WITHOUT_LOG = FieldMask.of(FIELDS_WITHOUT_LOG);

  /** Texts above go into parts; both of them and the log then fit a document of 1 MiB. */
  private static final int MAX_INLINE_BYTES = 192 * 1024;

  private JobDocuments() {}

  static CollectionReference collection(Firestore client) {
    return client.collection(COLLECTION);
  }

  /**
   * The id spelled backwards is the document's name: ids grow with time, and names that grow would
   * all be written in one range of keys.
   */
  static DocumentReference document(Firestore client, JobId id) {
    return collection(client).document(name(id));
  }

  static String name(JobId id) {
    return new StringBuilder(id.value()).reverse().toString();
  }

  // -- writing

  /** Members that never change. */
  static Map<String, Object> constants(StoredJob stored) {
    Job job = stored.job();
    Map<String, Object> fields = Documents.fields(stored.expireAt());
    fields.put(ID, job.id().value());
    fields.put(OWNER, job.owner());
    fields.put("source", job.source());
    fields.put("max_attempts", job.maxAttempts());
    job.retryOf().ifPresent(id -> fields.put("retry_of", id.value()));
    fields.put("created_at", Times.toTimestamp(job.createdAt()));
    fields.put(TIMEOUT_MS, job.spec().timeout().toMillis());
    fields.put(LABELS, JobTexts.labelKeys(job.spec().labels()));
    return fields;
  }

  /** What a change of state may change; absent facts are deletions. */
  static Map<String, Object> state(StoredJob stored, Instant now) {
    Job job = stored.job();
    Map<String, Object> fields = progress(stored);
    fields.put(STATE, job.state().wireName());
    fields.put("attempt", job.attempt());
    fields.put("attempt_from", stored.attemptFrom());
    fields.put("token", stored.token());
    fields.put("started_at", Documents.orDelete(job.startedAt().map(Times::toTimestamp)));
    fields.put("finished_at", Documents.orDelete(job.finishedAt().map(Times::toTimestamp)));
    fields.put(
        "exit_code", job.exitCode().isPresent() ? job.exitCode().getAsInt() : FieldValue.delete());
    fields.put("signal", Documents.orDelete(job.signal()));
    fields.put("reason", Documents.orDelete(job.reason()));
    fields.put("cancel_requested", job.cancelRequested());
    fields.put(LEASE_UNTIL, Documents.orDelete(job.leaseUntil().map(Times::toTimestamp)));
    fields.put(
        QUEUED_AT, job.state() == JobState.QUEUED ? Times.toTimestamp(now) : FieldValue.delete());
    return fields;
  }

  /** What more output changes. */
  static Map<String, Object> progress(StoredJob stored) {
    Job job = stored.job();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("stdout_bytes", job.output().stdoutBytes());
    fields.put("stderr_bytes", job.output().stderrBytes());
    fields.put("truncated", job.output().truncated());
    fields.put(NEXT_SEQ, job.nextSeq());
    fields.put(CHUNKS, stored.log().chunks());
    fields.put("embedded_bytes", stored.log().embeddedBytes());
    return fields;
  }

  static Map<String, Object> lease(StoredJob stored) {
    return Map.of(
        LEASE_UNTIL, Documents.orDelete(stored.job().leaseUntil().map(Times::toTimestamp)));
  }

  /**
   * Puts a text into the document, or into parts beneath it.
   *
   * @return the job with the count of its parts
   */
  static StoredJob putText(
      Batch batch,
      DocumentReference document,
      StoredJob stored,
      Map<String, Object> fields,
      String name,
      String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length <= MAX_INLINE_BYTES) {
      fields.put(name, text);
      return stored;
    }
    List<byte[]> pieces = Parts.split(utf8);
    Parts.create(batch, document, name, pieces, stored.expireAt());
    Map<String, Long> parts = new HashMap<>(stored.parts());
    parts.put(name, (long) pieces.size());
    fields.put(PARTS, parts);
    return stored.with(parts);
  }

  // -- reading

  /** Reads also the parts that the document does not hold itself. */
  static StoredJob read(PortCall call, DocumentSnapshot document) {
    Documents.checked(document);
    Map<String, Long> parts = parts(document);
    Job job =
        new Job(
            new JobId(Documents.requiredText(document, ID)),
            Documents.requiredText(document, OWNER),
            state(document),
            spec(call, document, parts),
            Documents.requiredText(document, "source"),
            (int) Documents.number(document, "max_attempts"),
            Documents.text(document, "retry_of").map(JobId::new),
            (int) Documents.number(document, "attempt"),
            Documents.requiredTime(document, "created_at"),
            Documents.time(document, "started_at"),
            Documents.time(document, "finished_at"),
            exitCode(document),
            Documents.text(document, "signal"),
            Documents.text(document, "reason"),
            new OutputCounts(
                Documents.number(document, "stdout_bytes"),
                Documents.number(document, "stderr_bytes"),
                Documents.flag(document, "truncated")),
            Documents.number(document, NEXT_SEQ),
            artifacts(call, document, parts),
            Documents.flag(document, "cancel_requested"),
            Documents.time(document, LEASE_UNTIL));
    return new StoredJob(
        job,
        Documents.updateTime(document),
        Documents.requiredTime(document, Documents.EXPIRE_AT),
        Documents.requiredText(document, "token"),
        Documents.number(document, "attempt_from"),
        new StoredJob.LogState(
            Documents.number(document, CHUNKS), Documents.number(document, "embedded_bytes")),
        parts);
  }

  private static JobState state(DocumentSnapshot document) {
    return JobState.parse(Documents.requiredText(document, STATE))
        .orElseThrow(() -> Documents.damaged(document, STATE));
  }

  private static OptionalInt exitCode(DocumentSnapshot document) {
    Long code = document.getLong("exit_code");
    return code == null ? OptionalInt.empty() : OptionalInt.of(code.intValue());
  }

  private static JobSpec spec(PortCall call, DocumentSnapshot document, Map<String, Long> parts) {
    return text(call, document, parts, SPEC)
        .map(JobTexts::readSpec)
        .orElseThrow(() -> Documents.damaged(document, SPEC));
  }

  private static List<Artifact> artifacts(
      PortCall call, DocumentSnapshot document, Map<String, Long> parts) {
    return text(call, document, parts, ARTIFACTS).map(JobTexts::readArtifacts).orElse(List.of());
  }

  private static Optional<String> text(
      PortCall call, DocumentSnapshot document, Map<String, Long> parts, String name) {
    Long count = parts.get(name);
    return count == null
        ? Documents.text(document, name)
        : Optional.of(Parts.readText(call, document.getReference(), name, count));
  }

  private static Map<String, Long> parts(DocumentSnapshot document) {
    Map<String, Long> parts = new HashMap<>();
    if (document.get(PARTS) instanceof Map<?, ?> counts) {
      counts.forEach((name, count) -> parts.put((String) name, (Long) count));
    }
    return parts;
  }
}
