package dev.codexgateway.force;

import dev.codexgateway.force.LogConnection.Arrival;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Follows one job's log over as many connections as it takes, and resumes each time with the number
 * after the last event that it has. Used by one thread.
 */
final class Follower {
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final HttpClient http;
  private final Site site;
  private final Ledger ledger;
  private final String jobId;
  private final Random random;
  private final List<String> events = new ArrayList<>();
  private boolean complete;

  Follower(HttpClient http, Site site, Ledger ledger, String jobId, Random random) {
    this.http = http;
    this.site = site;
    this.ledger = ledger;
    this.jobId = jobId;
    this.random = random;
  }

  String jobId() {
    return jobId;
  }

  /** The events so far, in the order in which they came. */
  List<String> events() {
    return events;
  }

  boolean isComplete() {
    return complete;
  }

  /** How the watchers of a log may be connected. */
  enum Wire {
    WEB_SOCKET,
    SERVER_SENT_EVENTS
  }

  /** One connection of either kind, until it ends. */
  Arrival follow() throws InterruptedException {
    Wire wire = random.nextBoolean() ? Wire.WEB_SOCKET : Wire.SERVER_SENT_EVENTS;
    return follow(wire, Integer.MAX_VALUE);
  }

  /**
   * One connection, until it ends or has brought so many events; then it is cut.
   *
   * @return the last that arrived; an entry where the connection was cut
   */
  Arrival follow(Wire wire, int atMost) throws InterruptedException {
    try (LogConnection connection = connect(wire)) {
      Arrival arrival = new Arrival.Entry(events.size(), "");
      for (int i = 0; i < atMost && arrival instanceof Arrival.Entry; i++) {
        arrival = connection.next(SILENCE);
        take(arrival);
      }
      return arrival;
    }
  }

  private LogConnection connect(Wire wire) throws InterruptedException {
    long from = events.size() + 1L;
    return switch (wire) {
      case WEB_SOCKET -> LogConnection.webSocket(http, site, jobId, from);
      case SERVER_SENT_EVENTS ->
          LogConnection.events(http, site, jobId, from, random.nextBoolean());
    };
  }

  private void take(Arrival arrival) {
    switch (arrival) {
      case Arrival.Entry(long seq, String event) -> {
        if (seq != events.size() + 1L) {
          ledger.violation(jobId + ": event " + seq + " came after " + events.size());
        }
        events.add(event);
        ledger.sawEvent(jobId, seq, event);
      }
      case Arrival.End() -> {
        complete = true;
        ledger.sawEnd(jobId, events.size());
      }
      case Arrival.Closed(int code, String reason) -> {
        if (isRefusal(code)) {
          ledger.violation(
              jobId + ": watching from " + (events.size() + 1) + ": " + code + " " + reason);
        }
      }
    }
  }

  /** Silence, or an answer that says that the job or the number is not there. */
  private static boolean isRefusal(int code) {
    return code < 0 || (code >= 400 && code < 500) || (code >= 4400 && code < 4500);
  }
}
