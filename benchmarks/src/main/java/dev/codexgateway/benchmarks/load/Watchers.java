package dev.codexgateway.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Any number of WebSockets that watch one job to its end, read by one thread. The job prints lines
 * that begin with the time in microseconds since 1970; every 50th watcher reads it.
 */
public final class Watchers implements AutoCloseable {
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int READ_EVERY = 50;

  private final Selector selector = Selector.open();
  private final List<Watcher> all = new ArrayList<>();
  private final Histogram delayMicros = new Histogram(TimeUnit.SECONDS.toMicros(60), 3);
  private final long beganNanos = System.nanoTime();
  private final Instant openedAt;

  /**
   * What they saw.
   *
   * @param deliveries events, over all watchers
   * @param took from the first connection to the last event
   * @param streaming from the first event to the last
   * @param delayMicros from a line printed after all had subscribed to its arrival
   */
  public record Seen(long deliveries, Duration took, Duration streaming, Histogram delayMicros) {
    public double perSecond() {
      return deliveries / (took.toNanos() / 1e9);
    }

    public double perSecondStreaming() {
      return deliveries / (streaming.toNanos() / 1e9);
    }

    public double delayMillis(double percentile) {
      return delayMicros.getValueAtPercentile(percentile) / 1e3;
    }
  }

  /** Opens and subscribes them all. */
  public Watchers(InetSocketAddress server, String apiKey, String jobId, int count)
      throws IOException {
    for (int i = 0; i < count; i++) {
      boolean reads = i % READ_EVERY == 0;
      all.add(new Watcher(server, apiKey, jobId, 1, reads ? this::note : Watchers::ignore));
    }
    openedAt = Instant.now();
  }

  /** Reads until every watcher has seen the end of the job. */
  public Seen await() throws IOException {
    for (Watcher watcher : all) {
      watcher.channel().configureBlocking(false);
      watcher.channel().register(selector, SelectionKey.OP_READ, watcher);
    }
    long firstNanos = 0;
    int open = all.size();
    while (open > 0) {
      if (System.nanoTime() - beganNanos > DEADLINE_NANOS) {
        throw new IOException(open + " watchers have not seen the end of the job");
      }
      selector.select(100);
      for (SelectionKey key : selector.selectedKeys()) {
        Watcher watcher = (Watcher) key.attachment();
        watcher.read();
        if (firstNanos == 0 && watcher.events() > 1) {
          // The job's first event, that it is queued, was there before.
          firstNanos = System.nanoTime();
        }
        if (watcher.hasEnded()) {
          key.cancel();
          open--;
        }
      }
      selector.selectedKeys().clear();
    }
    long now = System.nanoTime();
    return new Seen(
        all.stream().mapToLong(Watcher::events).sum(),
        Duration.ofNanos(now - beganNanos),
        Duration.ofNanos(now - firstNanos),
        delayMicros);
  }

  private static void ignore(byte[] bytes, int from, int to) {
    // Counted, which is all.
  }

  private void note(byte[] bytes, int from, int to) {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    JsonObject event =
        JsonParser.parseString(new String(bytes, from, to - from, UTF_8))
            .getAsJsonObject()
            .getAsJsonObject("params");
    if (event.get("type").getAsString().equals("stdout")) {
      event
          .get("data")
          .getAsString()
          .lines()
          .mapToLong(line -> Long.parseLong(line, 0, line.indexOf(' '), 10))
          .filter(printed -> printed > ChronoUnit.MICROS.between(Instant.EPOCH, openedAt))
          .forEach(printed -> delayMicros.recordValue(Math.max(0, now - printed)));
    }
  }

  @Override
  public void close() throws IOException {
    for (Watcher watcher : all) {
      watcher.close();
    }
    selector.close();
  }
}
