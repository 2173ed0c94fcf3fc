package dev.codexgateway.force;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One connection that watches one job from some event on. What arrives is taken by one thread. */
abstract class LogConnection implements AutoCloseable {
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(20);

  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

  /** What arrives, in order. */
  sealed interface Arrival {
    record Entry(long seq, String event) implements Arrival {}

    /** The log is complete. */
    record End() implements Arrival {}

    /**
     * Nothing more will arrive.
     *
     * @param code the close code, the HTTP status, or 0 where the connection broke
     */
    record Closed(int code, String reason) implements Arrival {}
  }

  /** Returns {@code Closed} with code -1 where nothing arrives for so long. */
  final Arrival next(Duration patience) throws InterruptedException {
    Arrival next = arrivals.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    return next == null ? new Arrival.Closed(-1, "silence for " + patience) : next;
  }

  final void arrived(Arrival arrival) {
    arrivals.add(arrival);
  }

  /** Breaks the connection without a word. */
  abstract void cut();

  @Override
  public void close() {
    cut();
  }

  /** Over the WebSocket, with {@code subscribe}. */
  static LogConnection webSocket(HttpClient http, Site site, String jobId, long from)
      throws InterruptedException {
    Socket connection = new Socket();
    connection.open(http, site, jobId, from);
    return connection;
  }

  /**
   * Over server-sent events.
   *
   * @param lastEventId whether to ask as a browser that comes back does, or by the query
   */
  static LogConnection events(
      HttpClient http, Site site, String jobId, long from, boolean lastEventId) {
    Stream connection = new Stream();
    Thread.ofVirtual().start(() -> connection.read(http, site, jobId, from, lastEventId));
    return connection;
  }

  private static final class Socket extends LogConnection implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();
    private volatile WebSocket socket;

    void open(HttpClient http, Site site, String jobId, long from) throws InterruptedException {
      JsonObject params = Json.object("job_id", jobId);
      params.addProperty("from", from);
      JsonObject subscribe = new JsonObject();
      subscribe.addProperty("jsonrpc", "2.0");
      subscribe.addProperty("method", "subscribe");
      subscribe.add("params", params);
      subscribe.addProperty("id", 1);
      try {
        socket =
            http.newWebSocketBuilder()
                .header("X-API-Key", Site.KEY)
                .subprotocols("codexgateway.v1")
                .buildAsync(site.webSocket(), this)
                .get(CONNECT_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        socket.sendText(subscribe.toString(), true).get();
      } catch (ExecutionException e) {
        arrived(new Arrival.Closed(0, String.valueOf(e.getCause())));
      } catch (TimeoutException e) {
        arrived(new Arrival.Closed(-1, "no handshake"));
      }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        read(JsonParser.parseString(message.toString()).getAsJsonObject());
        message.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }

    private void read(JsonObject json) {
      if (json.has("error")) {
        arrived(
            new Arrival.Closed(json.getAsJsonObject("error").get("code").getAsInt(), "refused"));
      } else if (json.has("method")) {
        switch (json.get("method").getAsString()) {
          case "event" -> {
            JsonObject event = json.getAsJsonObject("params");
            arrived(new Arrival.Entry(event.get("seq").getAsLong(), Json.event(event)));
          }
          case "end" -> arrived(new Arrival.End());
          default -> {} // caught_up, bye
        }
      }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      arrived(new Arrival.Closed(code, reason));
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      arrived(new Arrival.Closed(0, String.valueOf(error)));
    }

    @Override
    void cut() {
      if (socket != null) {
        socket.abort();
      }
    }
  }

  private static final class Stream extends LogConnection {
    private volatile InputStream body;
    private volatile boolean cut;

    void read(HttpClient http, Site site, String jobId, long from, boolean lastEventId) {
      String query = lastEventId ? "" : "?from=" + from;
      HttpRequest.Builder request =
          HttpRequest.newBuilder(site.uri("/events/" + jobId + query))
              .header("X-API-Key", Site.KEY);
      if (lastEventId) {
        request.header("Last-Event-ID", Long.toString(from - 1));
      }
      try {
        HttpResponse<InputStream> response =
            http.send(request.build(), BodyHandlers.ofInputStream());
        body = response.body();
        if (cut) {
          body.close();
        }
        read(response);
      } catch (IOException e) {
        arrived(new Arrival.Closed(0, e.toString()));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    private void read(HttpResponse<InputStream> response) throws IOException {
      boolean result = false;
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (response.statusCode() == 200 && line.startsWith("data: ")) {
            JsonObject event =
                JsonParser.parseString(line.substring("data: ".length())).getAsJsonObject();
            result |= event.get("type").getAsString().equals("result");
            arrived(new Arrival.Entry(event.get("seq").getAsLong(), Json.event(event)));
          }
        }
      }
      // 204: there is nothing from there on, and never will be.
      arrived(
          result || response.statusCode() == 204
              ? new Arrival.End()
              : new Arrival.Closed(response.statusCode(), "the response ended"));
    }

    @Override
    void cut() {
      cut = true;
      try {
        if (body != null) {
          body.close();
        }
      } catch (IOException _) {
        // That is what a cut is.
      }
    }
  }
}
