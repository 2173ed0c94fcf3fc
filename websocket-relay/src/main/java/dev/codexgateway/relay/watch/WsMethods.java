package dev.codexgateway.relay.watch;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.codexgateway.core.job.Job;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.rpc.Params;
import dev.codexgateway.core.rpc.RpcDispatcher;
import dev.codexgateway.core.rpc.RpcError;
import dev.codexgateway.core.rpc.RpcError.BadMember;
import dev.codexgateway.core.rpc.RpcException;
import dev.codexgateway.relay.hub.Hub;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What a client can ask on a WebSocket. Called on virtual threads; a session's state is its loop's.
 */
final class WsMethods {
  private final Hub hub;

  WsMethods(Hub hub) {
    this.hub = hub;
  }

  RpcDispatcher<WsSession> dispatcher() {
    return new RpcDispatcher<>(
        Map.of(
            "subscribe", this::subscribe,
            "unsubscribe", WsMethods::unsubscribe,
            "ping", WsMethods::ping));
  }

  /** {@code {"job_id","state","next_seq"}}. */
  private JsonElement subscribe(WsSession session, Optional<JsonElement> given)
      throws RpcException {
    Params params = Params.of(given);
    String text = params.requiredString("job_id");
    OptionalLong from = params.integer("from", 1, Long.MAX_VALUE);
    params.check();
    JobId id = JobId.parse(text).orElseThrow(WsMethods::notFound);
    Optional<RpcError> refused = onLoop(session, () -> session.reserve(id));
    if (refused.isPresent()) {
      throw new RpcException(refused.get());
    }
    try {
      return join(session, id, from);
    } catch (RpcException | RuntimeException e) {
      session.channel().eventLoop().execute(() -> session.unreserve(id));
      throw e;
    }
  }

  private JsonElement join(WsSession session, JobId id, OptionalLong from) throws RpcException {
    Hub.Seat seat = hub.join(id, session.watcher()::maySee).orElseThrow(WsMethods::notFound);
    Job job = seat.job();
    long start = from.orElse(job.nextSeq());
    if (start > job.nextSeq()) {
      seat.close();
      throw new RpcException(
          RpcError.invalidParams(
              List.of(new BadMember("from", "must be at most " + job.nextSeq()))));
    }
    onLoop(
        session,
        () -> {
          session.subscribe(seat, start);
          return true;
        });
    JsonObject result = new JsonObject();
    result.addProperty("job_id", id.value());
    result.addProperty("state", job.state().wireName());
    result.addProperty("next_seq", job.nextSeq());
    return result;
  }

  /** {@code {"job_id","next_seq"}}, without {@code next_seq} where there was no subscription. */
  private static JsonElement unsubscribe(WsSession session, Optional<JsonElement> given)
      throws RpcException {
    Params params = Params.of(given);
    String text = params.requiredString("job_id");
    params.check();
    JobId id = JobId.parse(text).orElseThrow(WsMethods::notFound);
    JsonObject result = new JsonObject();
    result.addProperty("job_id", id.value());
    onLoop(session, () -> session.unsubscribe(id))
        .ifPresent(next -> result.addProperty("next_seq", next));
    return result;
  }

  /** {@code {}}: for clients that cannot see the frames of RFC 6455 section 5.5.2. */
  private static JsonElement ping(WsSession session, Optional<JsonElement> given)
      throws RpcException {
    Params.of(given).check();
    return new JsonObject();
  }

  private static RpcException notFound() {
    return new RpcException(RpcError.of(RpcError.NOT_FOUND, "No such job"));
  }

  private static <T> T onLoop(WsSession session, Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, session.channel().eventLoop()).join();
  }
}
