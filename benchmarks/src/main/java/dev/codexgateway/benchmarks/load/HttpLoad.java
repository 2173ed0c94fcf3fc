package dev.codexgateway.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * A load from one thread over keep-alive connections: closed (each connection sends as soon as it
 * has its answer) or open (at a constant rate, whatever the server does).
 */
public final class HttpLoad {
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(40);
  private static final long SELECT_MILLIS = 1;

  private final InetSocketAddress server;
  private final int connections;
  private final Requests requests;
  private final Histogram latency = new Histogram(LONGEST_NANOS, 3);
  private long good;
  private long bad;

  private HttpLoad(InetSocketAddress server, int connections, Requests requests) {
    this.server = server;
    this.connections = connections;
    this.requests = requests;
  }

  /** As much as the server takes for that long. */
  public static LoadResult closed(
      InetSocketAddress server, int connections, Requests requests, Duration time)
      throws IOException {
    return new HttpLoad(server, connections, requests).closed(time, Long.MAX_VALUE);
  }

  /** That many requests, as fast as the server takes them. */
  public static LoadResult closed(
      InetSocketAddress server, int connections, Requests requests, long count) throws IOException {
    return new HttpLoad(server, connections, requests)
        .closed(Duration.ofNanos(LONGEST_NANOS), count);
  }

  /**
   * At a constant rate. A request counts from the moment at which it was due, also where no
   * connection was free to send it then, so a stalled server cannot hide its stall (coordinated
   * omission).
   */
  public static LoadResult open(
      InetSocketAddress server, int connections, Requests requests, double perSecond, Duration time)
      throws IOException {
    return new HttpLoad(server, connections, requests).open(perSecond, time);
  }

  private LoadResult closed(Duration time, long count) throws IOException {
    try (Selector selector = Selector.open()) {
      List<LoadConnection> all = connect(selector);
      long begin = System.nanoTime();
      long end = begin + time.toNanos();
      long sent = 0;
      for (LoadConnection connection : all.subList(0, (int) Math.min(count, connections))) {
        connection.send(requests.next(), System.nanoTime());
        sent++;
      }
      long underWay = sent;
      long inTime = 0;
      long last = begin;
      while (underWay > 0) {
        for (LoadConnection connection : answered(selector, end + DRAIN_NANOS)) {
          last = System.nanoTime();
          if (last < end && sent < count) {
            connection.send(requests.next(), last);
            sent++;
          } else {
            underWay--;
          }
          inTime = last < end ? good : inTime;
        }
      }
      close(all);
      return new LoadResult(inTime, bad, Duration.ofNanos(Math.min(last, end) - begin), latency);
    }
  }

  private LoadResult open(double perSecond, Duration time) throws IOException {
    try (Selector selector = Selector.open()) {
      List<LoadConnection> all = connect(selector);
      Deque<LoadConnection> idle = new ArrayDeque<>(all);
      double intervalNanos = 1e9 / perSecond;
      long total = (long) (perSecond * time.toNanos() / 1e9);
      long begin = System.nanoTime();
      long sent = 0;
      while (good + bad < total) {
        long now = System.nanoTime();
        long due = begin + (long) (sent * intervalNanos);
        while (sent < total && due <= now && !idle.isEmpty()) {
          idle.remove().send(requests.next(), due);
          sent++;
          due = begin + (long) (sent * intervalNanos);
        }
        idle.addAll(answered(selector, begin + time.toNanos() + DRAIN_NANOS));
      }
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      close(all);
      return new LoadResult(good, bad, took, latency);
    }
  }

  /** The connections whose response has arrived, counted; waits a millisecond at most. */
  private List<LoadConnection> answered(Selector selector, long deadline) throws IOException {
    if (System.nanoTime() - deadline > 0) {
      throw new IOException("the server left requests unanswered");
    }
    List<LoadConnection> answered = new ArrayList<>();
    selector.select(SELECT_MILLIS);
    for (SelectionKey key : selector.selectedKeys()) {
      LoadConnection connection = LoadConnection.of(key);
      if (connection.receive()) {
        count(connection);
        answered.add(connection);
      }
    }
    selector.selectedKeys().clear();
    return answered;
  }

  private void count(LoadConnection connection) throws IOException {
    latency.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - connection.sentNanos()));
    if (connection.response().isGood()) {
      good++;
    } else if (bad++ == 0 && good == 0) {
      throw new IOException("the first answer was " + connection.response());
    }
  }

  private List<LoadConnection> connect(Selector selector) throws IOException {
    List<LoadConnection> all = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      all.add(LoadConnection.open(server, selector));
    }
    return all;
  }

  private static void close(List<LoadConnection> connections) throws IOException {
    for (LoadConnection connection : connections) {
      connection.close();
    }
  }
}
