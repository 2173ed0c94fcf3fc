package dev.codexgateway.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Follows the log of one job to its end, over as many connections as it takes. The number of the
 * next event is all that is kept between two connections; the gateway keeps the rest, so no line is
 * lost or shown twice.
 *
 * <pre>
 *   connect -> subscribe {job_id, from: next} -> event* -> result event or "end" -> done
 *      ^                                            |
 *      |  wait (back-off, or what was asked for)    |  cut, 45xx, bye, silence, a hole in the numbers
 *      +--------------------------------------------+
 *   44xx, 401, 403, a refused subscribe -> CliException: coming back would not help
 * </pre>
 */
final class LogStream {
  /** How much waiting without any progress is enough. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final GatewayClient client;
  private final Surroundings surroundings;
  private final String jobId;
  private final Sink sink;
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());

  private Duration waited = Duration.ZERO;
  private int failuresInRow;
  private boolean everConnected;
  private long next;
  private boolean stopped;

  /** Takes the log, in order. */
  interface Sink {
    /**
     * @param event {@code {"seq":12,"at":"...","type":"stdout","data":"..."}}
     */
    void event(JsonObject event);

    /** The events from {@code from} to {@code to}, both included, are no longer kept. */
    void gap(long from, long to);
  }

  /** How a connection ended, where it is not an error. */
  private sealed interface End {}

  private record Complete() implements End {}

  private record Broken(String why, Duration notBefore) implements End {
    Broken(String why) {
      this(why, Duration.ZERO);
    }
  }

  /**
   * @param from the number of the first event wanted; 1 is the start of the log
   */
  LogStream(GatewayClient client, Surroundings surroundings, String jobId, long from, Sink sink) {
    this.client = client;
    this.surroundings = surroundings;
    this.jobId = jobId;
    this.next = from;
    this.sink = sink;
  }

  /** Delivers every event from the first wanted one; returns after the last one of the job. */
  void follow() throws CliException, InterruptedException {
    while (connection() instanceof Broken broken) {
      comeBackLater(broken);
    }
  }

  /**
   * Delivers nothing more, from any thread.
   *
   * @return the number of the first event that was not delivered
   */
  synchronized long stop() {
    stopped = true;
    return next;
  }

  private End connection() throws CliException, InterruptedException {
    try (EventSocket socket = client.openEvents()) {
      everConnected = true;
      socket.send(subscribe());
      return read(socket);
    } catch (EventSocket.RefusedException e) {
      return refused(e);
    } catch (IOException e) {
      return new Broken("connection broke");
    }
  }

  private JsonObject subscribe() {
    JsonObject params = new JsonObject();
    params.addProperty("job_id", jobId);
    params.addProperty("from", next);
    JsonObject request = new JsonObject();
    request.addProperty("jsonrpc", "2.0");
    request.addProperty("method", "subscribe");
    request.add("params", params);
    request.addProperty("id", 1);
    return request;
  }

  private End read(EventSocket socket) throws CliException, InterruptedException {
    while (true) {
      Optional<End> end =
          switch (socket.next()) {
            case EventSocket.Message(JsonObject json) -> message(json);
            case EventSocket.Heartbeat _ -> progress();
            case EventSocket.Closed closed -> Optional.of(closed(closed));
          };
      if (end.isPresent()) {
        return end.get();
      }
    }
  }

  private Optional<End> message(JsonObject message) throws CliException {
    Optional<JsonObject> error = Json.object(message, "error");
    if (error.isPresent()) {
      return Optional.of(subscribeRefused(RpcException.of("subscribe", error.get())));
    }
    JsonObject params = Json.object(message, "params").orElseGet(JsonObject::new);
    return switch (Json.string(message, "method").orElse("")) {
      case "event" -> event(params);
      case "gap" -> gap(params);
      case "caught_up" -> progress();
      case "end" -> Optional.of(new Complete());
      case "bye" -> Optional.of(new Broken("the gateway asked to come back"));
      default -> Optional.empty();
    };
  }

  private synchronized Optional<End> event(JsonObject event) {
    long seq = Json.integer(event, "seq").orElse(0);
    if (seq < next || stopped) {
      return Optional.empty();
    }
    if (seq > next) {
      return Optional.of(new Broken("events %d to %d are missing".formatted(next, seq - 1)));
    }
    next = seq + 1;
    event.remove("job_id");
    sink.event(event);
    boolean last = Json.string(event, "type").filter("result"::equals).isPresent();
    return last ? Optional.of(new Complete()) : progress();
  }

  private synchronized Optional<End> gap(JsonObject gap) {
    long to = Json.integer(gap, "to").orElse(0);
    if (to >= next && !stopped) {
      long from = next;
      next = to + 1;
      sink.gap(from, to);
    }
    return progress();
  }

  private Optional<End> progress() {
    waited = Duration.ZERO;
    failuresInRow = 0;
    backoff.reset();
    return Optional.empty();
  }

  private End subscribeRefused(RpcException error) throws CliException {
    if (!error.isPassing()) {
      throw error;
    }
    return new Broken(String.valueOf(error.getMessage()));
  }

  private End closed(EventSocket.Closed closed) throws CliException {
    String why = closed.reason().isEmpty() ? "code " + closed.code() : closed.reason();
    if (CloseCode.mayComeBack(closed.code())) {
      return new Broken(Printable.text(why));
    }
    throw new CliException(
        CloseCode.exitCode(closed.code()),
        "%s closed the stream of %s: %s".formatted(client.endpoint(), jobId, Printable.text(why)));
  }

  private End refused(EventSocket.RefusedException refusal) throws CliException {
    int status = refusal.status();
    // A gateway on this machine that restarts takes its new key before it can be looked up.
    boolean restarting = everConnected && (status <= 0 || client.endpoint().session());
    if (restarting || status == 429 || status >= 500) {
      return new Broken(status > 0 ? "HTTP " + status : "no connection", refusal.retryAfter());
    }
    if (status == 401 || status == 403) {
      throw new CliException(
          ExitCode.NO_PERMISSION,
          client.endpoint() + " refused the key (check GATEWAY_API_KEY or --key-file)");
    }
    if (status <= 0) {
      throw new CliException(
          ExitCode.UNAVAILABLE, GatewayClient.cannotConnect(client.endpoint()), refusal);
    }
    throw new CliException(
        ExitCode.PROTOCOL,
        "%s has no event stream (HTTP %d at /ws)".formatted(client.endpoint(), status));
  }

  private void comeBackLater(Broken broken) throws CliException, InterruptedException {
    if (waited.compareTo(PATIENCE) >= 0) {
      throw new CliException(
          ExitCode.UNAVAILABLE,
          "lost %s (%s); go on with: gateway watch %s --from %d"
              .formatted(client.endpoint(), broken.why(), jobId, next));
    }
    failuresInRow++;
    if (failuresInRow == 2) {
      // A single break is usually a restart or the planned end of a connection: nothing to read.
      surroundings.note("lost the stream (%s), trying again ...".formatted(broken.why()));
    }
    Duration pause = backoff.next();
    Duration asked = broken.notBefore().compareTo(PATIENCE) < 0 ? broken.notBefore() : PATIENCE;
    Duration longer = pause.compareTo(asked) > 0 ? pause : asked;
    waited = waited.plus(longer);
    surroundings.pause().pause(longer);
    client.lookAgain();
  }
}
