package dev.codexgateway.core.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.codexgateway.core.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One element of an intake (JSON-RPC 2.0 section 4). An absent id makes a notification; the id
 * {@code null} makes a call.
 */
public sealed interface RpcMessage {
  record Call(RpcId id, String method, Optional<JsonElement> params) implements RpcMessage {}

  /** Never answered, not even with an error. */
  record Notification(String method, Optional<JsonElement> params) implements RpcMessage {}

  /** Not a request object; answered with {@code -32600} and this id. */
  record Invalid(RpcId id, String reason) implements RpcMessage {}

  /** Never throws: what is not a request is {@link Invalid}. */
  static RpcMessage from(JsonElement element) {
    if (!(element instanceof JsonObject object)) {
      return new Invalid(RpcId.NULL, "a request is an object");
    }
    Optional<RpcId> id = id(object);
    if (object.has("id") && id.isEmpty()) {
      return new Invalid(RpcId.NULL, "id must be a string, a number or null");
    }
    RpcId answerTo = id.orElse(RpcId.NULL);
    return flaw(object)
        .<RpcMessage>map(reason -> new Invalid(answerTo, reason))
        .orElseGet(() -> wellFormed(object, id));
  }

  private static RpcMessage wellFormed(JsonObject object, Optional<RpcId> id) {
    String method = object.get("method").getAsString();
    Optional<JsonElement> params = Optional.ofNullable(object.get("params"));
    return id.<RpcMessage>map(present -> new Call(present, method, params))
        .orElseGet(() -> new Notification(method, params));
  }

  private static Optional<String> flaw(JsonObject object) {
    if (!isString(object.get("jsonrpc")) || !object.get("jsonrpc").getAsString().equals("2.0")) {
      return Optional.of("jsonrpc must be \"2.0\"");
    }
    if (!isString(object.get("method"))) {
      return Optional.of("method must be a string");
    }
    JsonElement params = object.get("params");
    if (params != null && !params.isJsonObject() && !params.isJsonArray()) {
      return Optional.of("params must be an object or an array");
    }
    return Optional.empty();
  }

  private static Optional<RpcId> id(JsonObject object) {
    JsonElement id = object.get("id");
    if (id == null) {
      return Optional.empty();
    }
    if (id.isJsonNull()) {
      return Optional.of(RpcId.NULL);
    }
    boolean allowed =
        id instanceof JsonPrimitive primitive && (primitive.isString() || primitive.isNumber());
    return allowed ? Optional.of(new RpcId(Json.write(id))) : Optional.empty();
  }

  private static boolean isString(@Nullable JsonElement element) {
    return element instanceof JsonPrimitive primitive && primitive.isString();
  }
}
