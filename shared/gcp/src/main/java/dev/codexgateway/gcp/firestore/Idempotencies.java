package dev.codexgateway.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.job.NewJob;
import dev.codexgateway.core.job.NewJob.Idempotency;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The documents {@code idempotency/{hash of scope and key}}. */
final class Idempotencies {
  static final String COLLECTION = "idempotency";
  private static final Duration LIFE = Duration.ofHours(24);
  private static final String JOB_ID = "job_id";
  private static final String FINGERPRINT = "fingerprint";

  private Idempotencies() {}

  static DocumentReference document(Firestore client, Idempotency key) {
    String name = Documents.hash(key.scope().length() + ":" + key.scope() + key.key());
    return client.collection(COLLECTION).document(name);
  }

  static Map<String, Object> fields(NewJob job, Idempotency key) {
    Map<String, Object> fields = Documents.fields(job.createdAt().plus(LIFE));
    fields.put(JOB_ID, job.id().value());
    fields.put(FINGERPRINT, key.fingerprint());
    return fields;
  }

  static boolean isLive(DocumentSnapshot document, Instant now) {
    return document.exists() && !Documents.isExpired(Documents.checked(document), now);
  }

  static JobId jobId(DocumentSnapshot document) {
    return new JobId(Documents.requiredText(document, JOB_ID));
  }

  static boolean isSame(DocumentSnapshot document, Idempotency key) {
    return key.fingerprint().equals(document.getString(FINGERPRINT));
  }
}
