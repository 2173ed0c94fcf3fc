package dev.codexgateway.acceptance;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.google.gson.JsonObject;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket at {@code /ws}. What arrives is taken by one thread. */
public final class LogSocket implements AutoCloseable, WebSocket.Listener {
  private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private WebSocket socket;

  private LogSocket() {}

  public static LogSocket open(Client client) throws Exception {
    return open(client.target(), client.key(), Optional.empty());
  }

  public static LogSocket openWithTicket(Target target, String ticket) throws Exception {
    return open(target, Optional.empty(), Optional.of(ticket));
  }

  private static LogSocket open(Target target, Optional<String> key, Optional<String> ticket)
      throws Exception {
    WebSocket.Builder builder = Client.http().newWebSocketBuilder();
    key.ifPresent(text -> builder.header("X-API-Key", text));
    String[] more = ticket.map(text -> new String[] {"ticket." + text}).orElse(new String[0]);
    LogSocket listener = new LogSocket();
    try {
      listener.socket =
          builder
              .subprotocols("codexgateway.v1", more)
              .buildAsync(target.webSocket(), listener)
              .get(Client.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
    return listener;
  }

  public void send(String method, Object... params) {
    socket.sendText(Client.call(method, method, Json.object(params)), true).join();
  }

  /** Sends, and takes the answer, which must be the next message. */
  public JsonObject call(String method, Object... params) throws InterruptedException {
    send(method, params);
    return next();
  }

  public JsonObject next() throws InterruptedException {
    JsonObject message = messages.poll(Client.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertNotNull(message, "nothing came");
    return message;
  }

  /** The events of one job up to its {@code end}, in the order in which they came. */
  public List<JsonObject> eventsToEnd() throws InterruptedException {
    List<JsonObject> events = new ArrayList<>();
    while (true) {
      JsonObject message = next();
      JsonObject params = message.getAsJsonObject("params");
      assertNotNull(params, message::toString);
      switch (Json.string(message, "method")) {
        case "event" -> events.add(asStored(params));
        case "end" -> {
          return events;
        }
        case "caught_up" -> {}
        default -> throw new AssertionError("not expected: " + message);
      }
    }
  }

  /** The next so many events of one job. */
  public List<JsonObject> events(int count) throws InterruptedException {
    List<JsonObject> events = new ArrayList<>();
    while (events.size() < count) {
      JsonObject message = next();
      if (Json.string(message, "method").equals("event")) {
        events.add(asStored(message.getAsJsonObject("params")));
      }
    }
    return events;
  }

  private static JsonObject asStored(JsonObject event) {
    event.remove("job_id");
    return event;
  }

  /** The code with which the other side closed. */
  public int closeCode() throws Exception {
    return closed.get(Client.PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    partial.append(part);
    if (last) {
      messages.add(Json.parse(partial.toString()));
      partial.setLength(0);
    }
    from.request(1);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.completeExceptionally(error);
  }

  /** Breaks the connection without a word. */
  @Override
  public void close() {
    socket.abort();
  }
}
