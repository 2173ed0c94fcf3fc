package dev.codexgateway.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket to the relay, read by one thread with {@link #next}. At most {@value #AHEAD} frames
 * are taken from the network before they are read, so a slow terminal slows the sender down instead
 * of filling the memory.
 */
final class EventSocket implements AutoCloseable {
  private static final String SUBPROTOCOL = "codexgateway.v1";
  private static final int AHEAD = 64;
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration SHORTLY_AFTER_A_MESSAGE = Duration.ofMillis(250);
  private static final Duration BETWEEN_PINGS = Duration.ofSeconds(10);
  private static final int MAX_UNANSWERED_PINGS = 5;

  private final BlockingQueue<Incoming> incoming = new LinkedBlockingQueue<>();
  private final WebSocket socket;

  /** Turns of {@link #next} in which no message came, since the last message. */
  private int quietTurns;

  private int unansweredPings;

  /** What arrives, in order. After {@link Closed} nothing more does. */
  sealed interface Incoming {}

  record Message(JsonObject json) implements Incoming {}

  /** The other side is alive but has nothing to say. */
  record Heartbeat() implements Incoming {}

  /**
   * The end of the connection.
   *
   * @param code the close code of RFC 6455; {@link #CUT} when the connection broke without one
   */
  record Closed(int code, String reason) implements Incoming {
    /** The code that RFC 6455 reserves for "no close frame came". */
    static final int CUT = 1006;
  }

  private EventSocket(HttpClient http, Endpoint endpoint, Duration timeout)
      throws ExecutionException, InterruptedException {
    this.socket =
        http.newWebSocketBuilder()
            .connectTimeout(timeout)
            .subprotocols(SUBPROTOCOL)
            .header("X-API-Key", endpoint.key())
            .buildAsync(endpoint.webSocket(), new Receiver())
            .get();
  }

  static EventSocket open(HttpClient http, Endpoint endpoint, Duration timeout)
      throws RefusedException, InterruptedException {
    try {
      return new EventSocket(http, endpoint, timeout);
    } catch (ExecutionException e) {
      throw refused(Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  private static RefusedException refused(Throwable cause) {
    return switch (cause) {
      case WebSocketHandshakeException e -> {
        var response = e.getResponse();
        long retryAfter = response.headers().firstValueAsLong("Retry-After").orElse(0);
        yield new RefusedException(response.statusCode(), Duration.ofSeconds(retryAfter), e);
      }
      case ConnectException e -> new RefusedException(RefusedException.NOBODY, Duration.ZERO, e);
      default -> new RefusedException(RefusedException.BROKEN, Duration.ZERO, cause);
    };
  }

  /**
   * The next thing that arrives; {@link Closed} also when the other side does not answer pings.
   *
   * <p>The pings are not only for a network that dies silently. The JDK's client drops the end of a
   * connection that arrives while a message is being handed over (in 25, {@code WebSocketImpl}:
   * {@code onComplete} without demand throws an InternalError that nobody sees), which is likely
   * when a gateway is killed in the middle of output. Writing finds out: the first ping is answered
   * with a reset, the second one runs into it, and the third one is refused.
   */
  Incoming next() throws InterruptedException {
    while (true) {
      Duration patience = quietTurns < 3 ? SHORTLY_AFTER_A_MESSAGE : BETWEEN_PINGS;
      Incoming next = incoming.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (next != null) {
        return arrived(next);
      }
      quietTurns++;
      if (++unansweredPings > MAX_UNANSWERED_PINGS || !ping()) {
        return new Closed(Closed.CUT, "connection broke");
      }
    }
  }

  private Incoming arrived(Incoming next) {
    unansweredPings = 0;
    if (next instanceof Message) {
      quietTurns = 0;
      socket.request(1);
    }
    return next;
  }

  private boolean ping() throws InterruptedException {
    try {
      written(socket.sendPing(ByteBuffer.allocate(0)));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends one frame and waits until it is written. */
  void send(JsonObject json) throws IOException, InterruptedException {
    written(socket.sendText(Json.text(json), true));
  }

  private static void written(CompletableFuture<WebSocket> sending)
      throws IOException, InterruptedException {
    try {
      sending.get(WRITE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    // The job goes on and its log is kept, so there is nothing to hand over in a closing handshake.
    socket.abort();
  }

  /** Callbacks of the HTTP client, one at a time. */
  private final class Receiver implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public void onOpen(WebSocket webSocket) {
      webSocket.request(AHEAD);
    }

    @Override
    public @Nullable CompletionStage<?> onText(
        WebSocket webSocket, CharSequence part, boolean last) {
      message.append(part);
      if (last) {
        String text = message.toString();
        message.setLength(0);
        incoming.add(
            Json.parseObject(text)
                .<Incoming>map(Message::new)
                .orElseGet(() -> new Closed(Closed.CUT, "sent a frame that is no JSON object")));
      } else {
        webSocket.request(1);
      }
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer payload) {
      incoming.add(new Heartbeat());
      webSocket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer payload) {
      return onPing(webSocket, payload);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
      incoming.add(new Closed(code, reason));
      return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      incoming.add(new Closed(Closed.CUT, "connection broke"));
    }
  }

  /** The handshake did not end in a WebSocket. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** In place of an HTTP status: nobody listens there. */
    static final int NOBODY = 0;

    /** In place of an HTTP status: the connection broke or timed out before there was one. */
    static final int BROKEN = -1;

    private final int status;
    private final Duration retryAfter;

    RefusedException(int status, Duration retryAfter, Throwable cause) {
      super(cause);
      this.status = status;
      this.retryAfter = retryAfter;
    }

    int status() {
      return status;
    }

    /** What the gateway asked for; zero when it did not. */
    Duration retryAfter() {
      return retryAfter;
    }
  }
}
