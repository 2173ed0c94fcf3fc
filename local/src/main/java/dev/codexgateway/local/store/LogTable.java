package dev.codexgateway.local.store;

import dev.codexgateway.core.event.Event;
import dev.codexgateway.core.event.EventType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of {@code log}. A row holds the events of one write, or a part of them, as lines {@code
 * 1763856000123456789 stdout "hello\n"}; their numbers follow from the row's position. A write of
 * three events so costs one insert, and a page of a log is one range of the table.
 */
final class LogTable {
  private static final int SEQ_BITS = 31;
  private static final long MAX_SEQ = (1L << SEQ_BITS) - 1;

  /** A row is decoded whole, also where a page needs only its end. */
  private static final int MAX_ROW_EVENTS = 256;

  private static final int MAX_ROW_CHARS = 64 * 1024;

  private static final String INSERT =
      "INSERT INTO log (pos, has_stdout, has_stderr, events) VALUES (?, ?, ?, ?)";
  private static final String FROM =
      """
      SELECT pos, events FROM log
      WHERE pos BETWEEN (SELECT max(pos) FROM log WHERE pos BETWEEN ? AND ?) AND ?
      ORDER BY pos
      """;

  private LogTable() {}

  static long position(long no, long seq) {
    if (seq > MAX_SEQ) {
      throw new IllegalStateException("a log cannot have more than " + MAX_SEQ + " events");
    }
    return no << SEQ_BITS | seq;
  }

  static void append(Session session, long no, List<Event> events) throws SQLException {
    Row row = new Row();
    for (Event event : events) {
      if (row.isFull()) {
        row.insert(session, no);
        row = new Row();
      }
      row.add(event);
    }
    if (!row.isEmpty()) {
      row.insert(session, no);
    }
  }

  /** Events from that number on, in order; {@code from} is at least 1. */
  static List<Event> read(Session session, long no, long from, int limit) throws SQLException {
    List<Event> events = new ArrayList<>();
    if (from > MAX_SEQ || limit < 1) {
      return events;
    }
    session.visit(
        FROM,
        row -> {
          for (Event event : decode(row.getLong(1), row.getString(2))) {
            if (event.seq() >= from && events.size() < limit) {
              events.add(event);
            }
          }
          return events.size() < limit;
        },
        position(no, 1),
        position(no, from),
        position(no, MAX_SEQ));
    return events;
  }

  static List<Event> decode(long pos, String lines) {
    List<Event> events = new ArrayList<>();
    long seq = pos & MAX_SEQ;
    int start = 0;
    while (start < lines.length()) {
      int end = lines.indexOf('\n', start);
      int type = lines.indexOf(' ', start) + 1;
      int data = lines.indexOf(' ', type) + 1;
      events.add(
          new Event(
              seq++,
              Times.toInstant(Long.parseLong(lines, start, type - 1, 10)),
              EventType.parse(lines.substring(type, data - 1)),
              lines.substring(data, end)));
      start = end + 1;
    }
    return events;
  }

  /** A row being filled. */
  private static final class Row {
    private final StringBuilder lines = new StringBuilder();
    private long firstSeq;
    private int events;
    private boolean stdout;
    private boolean stderr;

    boolean isEmpty() {
      return events == 0;
    }

    boolean isFull() {
      return events == MAX_ROW_EVENTS || lines.length() >= MAX_ROW_CHARS;
    }

    void add(Event event) {
      if (event.dataJson().indexOf('\n') >= 0) {
        throw new IllegalArgumentException("an event's JSON must stand on one line");
      }
      if (events++ == 0) {
        firstSeq = event.seq();
      }
      stdout |= event.type() == EventType.STDOUT;
      stderr |= event.type() == EventType.STDERR;
      lines.append(Times.toNanos(event.at())).append(' ').append(event.type().wireName());
      lines.append(' ').append(event.dataJson()).append('\n');
    }

    void insert(Session session, long no) throws SQLException {
      session.update(
          INSERT, position(no, firstSeq), stdout ? 1 : 0, stderr ? 1 : 0, lines.toString());
    }
  }
}
