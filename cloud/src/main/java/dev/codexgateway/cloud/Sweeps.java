package dev.codexgateway.cloud;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the sweeper again and again, as Cloud Scheduler does. */
final class Sweeps implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Sweeps.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final URI sweeper;

  Sweeps(URI sweeper) {
    this.sweeper = sweeper;
  }

  void every(Duration pause) {
    schedule.scheduleWithFixedDelay(
        this::sweep, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void sweep() {
    HttpRequest request =
        HttpRequest.newBuilder(sweeper).timeout(PATIENCE).POST(BodyPublishers.noBody()).build();
    try {
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      if (status >= 300) {
        log.warn("The sweeper answered {}; the next call is the next try", status);
      }
    } catch (IOException e) {
      log.warn("The sweeper did not answer: {}; the next call is the next try", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    schedule.shutdownNow();
    http.shutdownNow();
  }
}
