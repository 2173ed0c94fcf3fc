package dev.codexgateway.gcp.firestore;

import com.google.cloud.firestore.DocumentSnapshot;
import dev.codexgateway.core.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Chunk documents in any order, until all pieces of a chunk are there and it can be read. */
final class Chunks {
  private final NavigableMap<Long, TreeMap<Long, String>> incomplete = new TreeMap<>();

  /** The events that are complete with this document. */
  List<Event> add(DocumentSnapshot document) {
    Documents.checked(document);
    long first = Documents.number(document, LogWriter.FIRST);
    TreeMap<Long, String> pieces = incomplete.computeIfAbsent(first, _ -> new TreeMap<>());
    pieces.put(
        Documents.number(document, LogWriter.PIECE),
        Documents.requiredText(document, LogWriter.LINES));
    if (pieces.size() < Documents.number(document, LogWriter.PIECES)) {
      return List.of();
    }
    incomplete.remove(first);
    return new ArrayList<>(LogText.decode(first, String.join("", pieces.values())));
  }
}
