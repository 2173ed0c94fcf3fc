package dev.codexgateway.gcp.firestore;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import dev.codexgateway.core.job.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all our documents have in common. */
final class Documents {
  /** The form of the documents that this code writes, and the newest that it can read. */
  static final long VERSION = 1;

  static final String VERSION_FIELD = "version";
  static final String EXPIRE_AT = "expire_at";

  private Documents() {}

  /** The members that every document has. */
  static Map<String, Object> fields(Instant expireAt) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(VERSION_FIELD, VERSION);
    fields.put(EXPIRE_AT, Times.toTimestamp(expireAt));
    return fields;
  }

  /**
   * @throws StoreUnavailableException for a document of a newer version: what it means is not known
   *     here, so it is neither read nor changed
   */
  static DocumentSnapshot checked(DocumentSnapshot document) {
    long version = Optional.ofNullable(document.getLong(VERSION_FIELD)).orElse(0L);
    if (version > VERSION) {
      throw new StoreUnavailableException(
          document.getReference().getPath()
              + " was written by a newer gateway (form "
              + version
              + ", this one knows "
              + VERSION
              + "); deploy that version everywhere");
    }
    return document;
  }

  /** Whether it counts as deleted, although Firestore has not got round to it. */
  static boolean isExpired(DocumentSnapshot document, Instant now) {
    return time(document, EXPIRE_AT).filter(end -> !end.isAfter(now)).isPresent();
  }

  static Optional<Instant> time(DocumentSnapshot document, String field) {
    return Optional.ofNullable(document.get(field, Timestamp.class)).map(Times::toInstant);
  }

  static Optional<String> text(DocumentSnapshot document, String field) {
    return Optional.ofNullable(document.getString(field));
  }

  /** A field that each such document has. */
  static String requiredText(DocumentSnapshot document, String field) {
    return text(document, field).orElseThrow(() -> damaged(document, field));
  }

  static Instant requiredTime(DocumentSnapshot document, String field) {
    return time(document, field).orElseThrow(() -> damaged(document, field));
  }

  /** 0 where the field is absent. */
  static long number(DocumentSnapshot document, String field) {
    return Optional.ofNullable(document.getLong(field)).orElse(0L);
  }

  static boolean flag(DocumentSnapshot document, String field) {
    return Boolean.TRUE.equals(document.getBoolean(field));
  }

  static List<String> texts(DocumentSnapshot document, String field) {
    return document.get(field) instanceof List<?> values
        ? values.stream().map(String.class::cast).toList()
        : List.of();
  }

  static Timestamp updateTime(DocumentSnapshot document) {
    return Optional.ofNullable(document.getUpdateTime())
        .orElseThrow(() -> new IllegalArgumentException("not there: " + document.getId()));
  }

  /** For an update: an absent fact is an absent field. */
  static Object orDelete(Optional<?> value) {
    return value.isPresent() ? value.get() : FieldValue.delete();
  }

  /** Makes the fields of an update those of a new document. */
  static void removeDeletions(Map<String, Object> fields) {
    fields.values().removeIf(FieldValue.class::isInstance);
  }

  static IllegalStateException damaged(DocumentSnapshot document, String field) {
    return new IllegalStateException(
        document.getReference().getPath()
            + " has no usable "
            + field
            + "; it was changed by hand?");
  }

  /** For ids of documents: any text as 64 hexadecimal digits. */
  static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
