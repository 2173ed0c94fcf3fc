package dev.codexgateway.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import dev.codexgateway.core.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Reads a job's log. The job's document is read first and says how long the log is; everything up
 * to there is in it or in the chunks, which are only ever added, so no hole can appear between the
 * two.
 */
final class LogReader {
  private static final int PAGE_DOCUMENTS = 32;

  private final PortCall call;
  private final DocumentReference job;
  private final NavigableMap<Long, Event> events = new TreeMap<>();
  private final long nextSeq;
  private final long chunks;

  /**
   * @param job the whole document, with its log
   */
  LogReader(PortCall call, DocumentSnapshot job) {
    this.call = call;
    this.job = job.getReference();
    nextSeq = Documents.number(job, JobDocuments.NEXT_SEQ);
    chunks = Documents.number(job, JobDocuments.CHUNKS);
    embedded(job).forEach(event -> events.put(event.seq(), event));
  }

  /** The events that the document itself holds. */
  static List<Event> embedded(DocumentSnapshot job) {
    List<Event> embedded = new ArrayList<>();
    if (job.get(JobDocuments.LOG) instanceof Map<?, ?> log) {
      log.forEach(
          (first, lines) ->
              embedded.addAll(LogText.decode(Long.parseLong((String) first), (String) lines)));
    }
    return embedded;
  }

  /** Events from that number on; fewer than there are where time runs short, but not none. */
  List<Event> read(long from, int limit) {
    long begin = Math.max(1, from);
    long end = begin >= nextSeq ? begin : Math.min(nextSeq, begin + limit);
    long missing = firstMissing(begin, end);
    if (missing < end && chunks > 0) {
      readChunks(missing, begin, end);
    }
    return List.copyOf(events.subMap(begin, firstMissing(begin, end)).values());
  }

  private void readChunks(long from, long begin, long end) {
    Chunks assembly = new Chunks();
    int pageDocuments = (int) Math.min(PAGE_DOCUMENTS, end - from);
    Query query = Queries.chunksFrom(job, from).limit(pageDocuments);
    while (true) {
      List<QueryDocumentSnapshot> page = call.run(query);
      page.forEach(
          document -> assembly.add(document).forEach(event -> events.put(event.seq(), event)));
      long missing = firstMissing(begin, end);
      boolean isEnough = missing > begin && call.isShortOfTime();
      if (page.size() < pageDocuments || missing >= end || isEnough) {
        return;
      }
      query = query.startAfter(page.getLast());
    }
  }

  private long firstMissing(long begin, long end) {
    long seq = begin;
    for (long present : events.subMap(begin, end).keySet()) {
      if (present != seq) {
        return seq;
      }
      seq++;
    }
    return seq;
  }
}
