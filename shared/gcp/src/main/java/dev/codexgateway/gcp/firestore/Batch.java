package dev.codexgateway.gcp.firestore;

import com.google.api.core.ApiFuture;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import com.google.cloud.firestore.WriteResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes that happen together or not at all. Knows how large they are before they are sent. */
final class Batch {
  /**
   * A commit may have 10 MiB, <a href="https://cloud.google.com/firestore/quotas">Firestore's
   * limits</a>; the rest is for names and encoding.
   */
  static final long MAX_BYTES = 10L * 1024 * 1024 - 256 * 1024;

  private static final int FIELD_BYTES = 32;

  private final WriteBatch batch;
  private long bytes;

  Batch(Firestore client) {
    batch = client.batch();
  }

  /** Refused where the document exists. */
  Batch create(DocumentReference document, Map<String, Object> fields) {
    batch.create(document, fields);
    return counted(fields);
  }

  /** Whatever was there before; only for what is the same each time. */
  Batch set(DocumentReference document, Map<String, Object> fields) {
    batch.set(document, fields);
    return counted(fields);
  }

  /**
   * Refused where the document was changed or deleted since.
   *
   * @param fields by path, with dots
   */
  Batch update(DocumentReference document, Map<String, Object> fields, Timestamp unchangedSince) {
    batch.update(document, fields, Precondition.updatedAt(unchangedSince));
    return counted(fields);
  }

  /** Refused where the document was changed or deleted since. */
  Batch delete(DocumentReference document, Timestamp unchangedSince) {
    batch.delete(document, Precondition.updatedAt(unchangedSince));
    return this;
  }

  /**
   * @throws IllegalArgumentException where Firestore cannot take that much at once
   */
  ApiFuture<List<WriteResult>> commit() {
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "%,d bytes at once are more than the %,d that Firestore can store in one step"
              .formatted(bytes, MAX_BYTES));
    }
    return batch.commit();
  }

  private Batch counted(Map<String, Object> fields) {
    fields.forEach((name, value) -> bytes += FIELD_BYTES + name.length() + size(value));
    return this;
  }

  private static long size(Object value) {
    return switch (value) {
      case String text -> utf8Bytes(text);
      case Blob blob -> blob.toBytes().length;
      case Map<?, ?> map ->
          map.entrySet().stream()
              .mapToLong(entry -> FIELD_BYTES + size(entry.getKey()) + size(entry.getValue()))
              .sum();
      case List<?> list -> list.stream().mapToLong(Batch::size).sum();
      default -> FIELD_BYTES;
    };
  }

  static int utf8Bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
