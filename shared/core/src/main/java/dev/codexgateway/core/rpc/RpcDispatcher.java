package dev.codexgateway.core.rpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import dev.codexgateway.core.job.StoreUnavailableException;
import dev.codexgateway.core.json.Json;
import dev.codexgateway.core.json.JsonProblem;
import dev.codexgateway.core.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the bytes of an intake to its answer, by JSON-RPC 2.0
 * (https://www.jsonrpc.org/specification). The elements of a batch run at the same time, as section
 * 6 allows, and are answered in the order in which they came. Whatever a method throws ends here as
 * an error object.
 *
 * @param <C> what a method knows of its caller
 */
public final class RpcDispatcher<C> {
  /** Most elements of a batch. */
  public static final int MAX_BATCH = 100;

  private static final Logger log = LoggerFactory.getLogger(RpcDispatcher.class);
  private static final RpcReply NOTHING = new RpcReply.Nothing();
  // A notification is never answered; but where nothing else is, the transport must not say that
  // all is well when the notification was not taken in.
  private static final RpcReply LOST =
      new RpcReply.Failure(
          RpcId.NULL,
          RpcError.of(
              RpcError.UNAVAILABLE, "Temporarily unavailable, no notification was taken in"));

  private final Map<String, RpcMethod<C>> methods;

  public RpcDispatcher(Map<String, RpcMethod<C>> methods) {
    this.methods = Map.copyOf(methods);
  }

  /** Never throws for anything that the bytes may hold. */
  public RpcReply dispatch(C caller, byte[] utf8) {
    try {
      return dispatch(caller, StrictJson.parse(utf8));
    } catch (JsonProblem e) {
      return new RpcReply.Failure(RpcId.NULL, RpcError.parseError(String.valueOf(e.getMessage())));
    }
  }

  private RpcReply dispatch(C caller, JsonElement intake) {
    if (!(intake instanceof JsonArray batch)) {
      return one(caller, RpcMessage.from(intake));
    }
    if (batch.isEmpty()) {
      return refuse("an empty batch");
    }
    if (batch.size() > MAX_BATCH) {
      return refuse("a batch of " + batch.size() + " is over the limit of " + MAX_BATCH);
    }
    return batch(caller, batch);
  }

  private static RpcReply refuse(String reason) {
    return new RpcReply.Failure(RpcId.NULL, RpcError.invalidRequest(reason));
  }

  private RpcReply batch(C caller, JsonArray batch) {
    List<Future<RpcReply>> running = new ArrayList<>(batch.size());
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      for (JsonElement element : batch) {
        running.add(each.submit(() -> one(caller, RpcMessage.from(element))));
      }
    }
    List<RpcReply> all = running.stream().map(Future::resultNow).toList();
    List<RpcReply> replies =
        all.stream().filter(reply -> !NOTHING.equals(reply) && !LOST.equals(reply)).toList();
    if (!replies.isEmpty()) {
      return new RpcReply.Batch(replies);
    }
    return all.contains(LOST) ? LOST : NOTHING;
  }

  private static boolean isUnavailable(RpcReply reply) {
    return reply instanceof RpcReply.Failure(_, RpcError error)
        && error.code() == RpcError.UNAVAILABLE;
  }

  private RpcReply one(C caller, RpcMessage message) {
    return switch (message) {
      case RpcMessage.Call(RpcId id, String method, Optional<JsonElement> params) ->
          call(caller, id, method, params);
      case RpcMessage.Notification(String method, Optional<JsonElement> params) -> {
        RpcReply unsent = call(caller, RpcId.NULL, method, params);
        yield isUnavailable(unsent) ? LOST : NOTHING;
      }
      case RpcMessage.Invalid(RpcId id, String reason) ->
          new RpcReply.Failure(id, RpcError.invalidRequest(reason));
    };
  }

  private RpcReply call(C caller, RpcId id, String name, Optional<JsonElement> params) {
    RpcMethod<C> method = methods.get(name);
    if (method == null) {
      return new RpcReply.Failure(id, RpcError.methodNotFound(methods.keySet()));
    }
    try {
      return new RpcReply.Result(id, Json.write(method.call(caller, params)));
    } catch (RpcException e) {
      return new RpcReply.Failure(id, e.error());
    } catch (StoreUnavailableException e) {
      log.warn("{}: {}; the caller is told to try again", name, e.getMessage());
      return new RpcReply.Failure(id, RpcError.unavailable());
    } catch (RuntimeException e) {
      String correlationId = UUID.randomUUID().toString();
      log.error("{} failed, correlation id {}; the caller sees the id", name, correlationId, e);
      return new RpcReply.Failure(id, RpcError.internal(correlationId));
    }
  }
}
