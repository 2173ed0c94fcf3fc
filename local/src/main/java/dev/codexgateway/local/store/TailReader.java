package dev.codexgateway.local.store;

import com.google.gson.JsonParser;
import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventType;
import dev.codexgateway.core.job.OutputTail;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.List;

/** Reads the end of an attempt's output backwards, only as many rows as it needs. */
final class TailReader {
  private static final String STDOUT_BACKWARDS = backwards("log_stdout", "has_stdout");
  private static final String STDERR_BACKWARDS = backwards("log_stderr", "has_stderr");

  private TailReader() {}

  private static String backwards(String index, String flag) {
    return "SELECT pos, events FROM log INDEXED BY "
        + index
        + " WHERE "
        + flag
        + " AND pos BETWEEN ? AND ? ORDER BY pos DESC";
  }

  /** The end of the output as of the job's {@code nextSeq}. */
  static OutputTail read(Session session, StoredJob stored) throws SQLException {
    Tail stdout = stream(session, stored, STDOUT_BACKWARDS, EventType.STDOUT);
    Tail stderr = stream(session, stored, STDERR_BACKWARDS, EventType.STDERR);
    return new OutputTail(stdout.text(), stdout.isCut(), stderr.text(), stderr.isCut());
  }

  private static Tail stream(Session session, StoredJob stored, String sql, EventType type)
      throws SQLException {
    Tail tail = new Tail();
    session.visit(
        sql,
        row -> {
          List<Event> events = LogTable.decode(row.getLong(1), row.getString(2));
          for (Event event : events.reversed()) {
            if (event.type() == type && !tail.isCut()) {
              tail.prepend(JsonParser.parseString(event.dataJson()).getAsString());
            }
          }
          return !tail.isCut();
        },
        LogTable.position(stored.no(), stored.attemptFrom()),
        LogTable.position(stored.no(), stored.job().nextSeq() - 1));
    return tail;
  }

  /** Pieces in front of each other, until there is more than fits. */
  private static final class Tail {
    private final ArrayDeque<String> pieces = new ArrayDeque<>();
    private long bytes;

    void prepend(String piece) {
      pieces.addFirst(piece);
      bytes += piece.getBytes(StandardCharsets.UTF_8).length;
    }

    boolean isCut() {
      return bytes > OutputTail.LIMIT_BYTES;
    }

    String text() {
      String all = String.join("", pieces);
      return isCut() ? lastBytes(all) : all;
    }

    /** Cut between characters: bytes that begin with 10 continue one. */
    private static String lastBytes(String all) {
      byte[] utf8 = all.getBytes(StandardCharsets.UTF_8);
      int start = utf8.length - OutputTail.LIMIT_BYTES;
      while ((utf8[start] & 0xC0) == 0x80) {
        start++;
      }
      return new String(utf8, start, utf8.length - start, StandardCharsets.UTF_8);
    }
  }
}
