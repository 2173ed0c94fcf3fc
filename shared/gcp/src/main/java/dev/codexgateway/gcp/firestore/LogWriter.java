package dev.codexgateway.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.gcp.firestore.StoredJob.LogState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts new events into the job's document while they fit, later ones into chunk documents beneath
 * it.
 */
final class LogWriter {
  static final String FIRST = "first";
  static final String LAST = "last";
  static final String PIECE = "piece";
  static final String PIECES = "pieces";
  static final String LINES = "lines";
  static final String STDOUT = "stdout";
  static final String STDERR = "stderr";

  /** The output in the document leaves room for the events that tell of later states. */
  private static final int MAX_EMBEDDED_OUTPUT_BYTES = 128 * 1024;

  private static final int MAX_EMBEDDED_BYTES = 320 * 1024;

  /** At most 600 KB in UTF-8. */
  private static final int MAX_CHUNK_CHARS = 200_000;

  private final Batch batch;
  private final DocumentReference job;
  private final Instant expireAt;

  LogWriter(Batch batch, DocumentReference job, Instant expireAt) {
    this.batch = batch;
    this.job = job;
    this.expireAt = expireAt;
  }

  /** The events of a submission, which are few and short, as the new document has them. */
  static Map<String, Object> first(List<Event> events) {
    return Map.of(key(events), LogText.encode(events));
  }

  /** More output of an attempt. */
  LogState output(LogState before, List<Event> events, Map<String, Object> jobFields) {
    return add(before, events, jobFields, MAX_EMBEDDED_OUTPUT_BYTES);
  }

  /** The events of a change of state, with what output there was left. */
  LogState change(LogState before, List<Event> events, Map<String, Object> jobFields) {
    return add(before, events, jobFields, MAX_EMBEDDED_BYTES);
  }

  private LogState add(
      LogState before, List<Event> events, Map<String, Object> jobFields, int maxEmbeddedBytes) {
    if (events.isEmpty()) {
      return before;
    }
    String lines = LogText.encode(events);
    long embedded = before.embeddedBytes() + Batch.utf8Bytes(lines);
    if (embedded <= maxEmbeddedBytes) {
      jobFields.put(JobDocuments.LOG + "." + key(events), lines);
      return new LogState(before.chunks(), embedded);
    }
    return new LogState(before.chunks() + chunks(events), before.embeddedBytes());
  }

  private static String key(List<Event> events) {
    return String.valueOf(events.getFirst().seq());
  }

  private long chunks(List<Event> events) {
    long count = 0;
    for (List<Event> segment : segments(events)) {
      count += chunk(segment);
    }
    return count;
  }

  private static List<List<Event>> segments(List<Event> events) {
    List<List<Event>> segments = new ArrayList<>();
    List<Event> segment = new ArrayList<>();
    long chars = 0;
    for (Event event : events) {
      if (!segment.isEmpty() && chars + event.dataJson().length() > MAX_CHUNK_CHARS) {
        segments.add(segment);
        segment = new ArrayList<>();
        chars = 0;
      }
      segment.add(event);
      chars += event.dataJson().length();
    }
    segments.add(segment);
    return segments;
  }

  /** A single event that is larger than a document takes several. */
  private long chunk(List<Event> events) {
    List<String> pieces = pieces(LogText.encode(events));
    for (int i = 0; i < pieces.size(); i++) {
      Map<String, Object> fields = Documents.fields(expireAt);
      fields.put(FIRST, events.getFirst().seq());
      fields.put(LAST, events.getLast().seq());
      fields.put(PIECE, i);
      fields.put(PIECES, pieces.size());
      fields.put(LINES, pieces.get(i));
      markStream(fields, events, EventType.STDOUT, STDOUT);
      markStream(fields, events, EventType.STDERR, STDERR);
      batch.create(
          job.collection(JobDocuments.LOG)
              .document("%012d-%03d".formatted(events.getFirst().seq(), i)),
          fields);
    }
    return pieces.size();
  }

  private static void markStream(
      Map<String, Object> fields, List<Event> events, EventType type, String field) {
    if (events.stream().anyMatch(event -> event.type() == type)) {
      fields.put(field, true);
    }
  }

  private static List<String> pieces(String lines) {
    List<String> pieces = new ArrayList<>();
    int begin = 0;
    while (begin < lines.length()) {
      int end = Math.min(lines.length(), begin + MAX_CHUNK_CHARS);
      if (end < lines.length() && Character.isHighSurrogate(lines.charAt(end - 1))) {
        end--;
      }
      pieces.add(lines.substring(begin, end));
      begin = end;
    }
    return pieces;
  }
}
