package dev.codexgateway.gcp.firestore;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.gson.JsonParser;
import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.OutputTail;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The end of what an attempt printed, read backwards from the end of its log. */
final class TailReader {
  private static final int PAGE_DOCUMENTS = 8;

  private final PortCall call;
  private final DocumentSnapshot document;
  private final StoredJob stored;

  private record Tail(String text, boolean cut) {}

  TailReader(PortCall call, DocumentSnapshot document, StoredJob stored) {
    this.call = call;
    this.document = document;
    this.stored = stored;
  }

  OutputTail read() {
    Tail stdout = tail(EventType.STDOUT, LogWriter.STDOUT);
    Tail stderr = tail(EventType.STDERR, LogWriter.STDERR);
    return new OutputTail(stdout.text(), stdout.cut(), stderr.text(), stderr.cut());
  }

  private Tail tail(EventType type, String stream) {
    NavigableMap<Long, String> texts = new TreeMap<>();
    put(texts, LogReader.embedded(document), type);
    if (stored.log().chunks() > 0) {
      readChunks(texts, type, stream);
    }
    return cut(String.join("", texts.values()));
  }

  private void readChunks(NavigableMap<Long, String> texts, EventType type, String stream) {
    Chunks assembly = new Chunks();
    Query query =
        Queries.lastChunks(document.getReference(), stream, stored.attemptFrom())
            .limit(PAGE_DOCUMENTS);
    long bytes = 0;
    while (true) {
      List<QueryDocumentSnapshot> page = call.run(query);
      for (QueryDocumentSnapshot chunk : page) {
        bytes += put(texts, assembly.add(chunk), type);
      }
      if (page.size() < PAGE_DOCUMENTS || bytes > OutputTail.LIMIT_BYTES) {
        return;
      }
      query = query.startAfter(page.getLast());
    }
  }

  private long put(NavigableMap<Long, String> texts, List<Event> events, EventType type) {
    long bytes = 0;
    for (Event event : events) {
      if (event.type() == type
          && event.seq() >= stored.attemptFrom()
          && event.seq() < stored.job().nextSeq()) {
        String text = JsonParser.parseString(event.dataJson()).getAsString();
        texts.put(event.seq(), text);
        bytes += Batch.utf8Bytes(text);
      }
    }
    return bytes;
  }

  private static Tail cut(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (utf8.length <= OutputTail.LIMIT_BYTES) {
      return new Tail(text, false);
    }
    int begin = utf8.length - OutputTail.LIMIT_BYTES;
    while ((utf8[begin] & 0xC0) == 0x80) {
      begin++;
    }
    return new Tail(new String(utf8, begin, utf8.length - begin, StandardCharsets.UTF_8), true);
  }
}
