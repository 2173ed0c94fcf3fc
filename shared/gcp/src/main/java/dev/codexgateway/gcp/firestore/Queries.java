package dev.codexgateway.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.Query.Direction;
import dev.codexgateway.core.hook.DeliveryQuery;
import dev.codexgateway.core.job.JobQuery;
import java.time.Instant;

/**
 * Every query that is made. Each needs its index in {@code firestore.indexes.json}, which a test
 * compares, since the emulator would answer without.
 */
final class Queries {
  private Queries() {}

  /** A page of an owner's jobs. */
  static Query jobs(Firestore client, JobQuery wanted) {
    Query query = JobDocuments.collection(client).whereEqualTo(JobDocuments.OWNER, wanted.owner());
    if (wanted.state().isPresent()) {
      query = query.whereEqualTo(JobDocuments.STATE, wanted.state().get().wireName());
    }
    if (wanted.label().isPresent()) {
      query =
          query.whereArrayContains(JobDocuments.LABELS, JobTexts.labelKey(wanted.label().get()));
    }
    if (wanted.before().isPresent()) {
      query = query.whereLessThan(JobDocuments.ID, wanted.before().get().value());
    }
    return query
        .orderBy(JobDocuments.ID, Direction.DESCENDING)
        .select(JobDocuments.FIELDS_WITHOUT_LOG)
        .limit(wanted.limit());
  }

  static Query expiredLeases(Firestore client, Instant now, int limit) {
    return due(
        JobDocuments.collection(client)
            .whereLessThanOrEqualTo(JobDocuments.LEASE_UNTIL, Times.toTimestamp(now))
            .orderBy(JobDocuments.LEASE_UNTIL),
        limit);
  }

  static Query queuedBefore(Firestore client, Instant before, int limit) {
    return due(
        JobDocuments.collection(client)
            .whereLessThan(JobDocuments.QUEUED_AT, Times.toTimestamp(before))
            .orderBy(JobDocuments.QUEUED_AT),
        limit);
  }

  private static Query due(Query query, int limit) {
    return query.select(JobDocuments.ID, JobDocuments.TIMEOUT_MS, Documents.EXPIRE_AT).limit(limit);
  }

  /** Chunks of a log that end at that number or later, in order. */
  static Query chunksFrom(DocumentReference job, long seq) {
    return job.collection(JobDocuments.LOG)
        .whereGreaterThanOrEqualTo(LogWriter.LAST, seq)
        .orderBy(LogWriter.LAST);
  }

  /** Chunks of a log with output of that stream, the last ones first. */
  static Query lastChunks(DocumentReference job, String stream, long from) {
    return job.collection(JobDocuments.LOG)
        .whereEqualTo(stream, true)
        .whereGreaterThanOrEqualTo(LogWriter.LAST, from)
        .orderBy(LogWriter.LAST, Direction.DESCENDING);
  }

  /** A page of the inbox. */
  static Query deliveries(Firestore client, DeliveryQuery wanted) {
    Query query = DeliveryDocuments.collection(client);
    if (wanted.hook().isPresent()) {
      query = query.whereEqualTo(DeliveryDocuments.HOOK, wanted.hook().get());
    }
    if (wanted.verdict().isPresent()) {
      query = query.whereEqualTo(DeliveryDocuments.VERDICT, wanted.verdict().get().wireName());
    }
    if (wanted.before().isPresent()) {
      query = query.whereLessThan(DeliveryDocuments.ID, wanted.before().get().value());
    }
    return query
        .orderBy(DeliveryDocuments.ID, Direction.DESCENDING)
        .select(DeliveryDocuments.SUMMARY_FIELDS)
        .limit(wanted.limit());
  }

  static Query keysOf(Firestore client, String owner) {
    return client
        .collection(FirestoreApiKeyStore.COLLECTION)
        .whereEqualTo(FirestoreApiKeyStore.OWNER, owner);
  }
}
