package dev.codexgateway.core.rpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.codexgateway.core.json.Json;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a call gets instead of a result (JSON-RPC 2.0 section 5.1). */
public record RpcError(int code, String message, Optional<JsonElement> data) {
  public static final int PARSE_ERROR = -32700;
  public static final int INVALID_REQUEST = -32600;
  public static final int METHOD_NOT_FOUND = -32601;
  public static final int INVALID_PARAMS = -32602;
  public static final int INTERNAL_ERROR = -32603;
  public static final int UNAUTHENTICATED = -32001;
  public static final int FORBIDDEN = -32002;
  public static final int NOT_FOUND = -32003;
  public static final int RATE_LIMITED = -32004;
  public static final int IDEMPOTENCY_CONFLICT = -32005;
  public static final int UNAVAILABLE = -32006;
  public static final int WRONG_STATE = -32007;

  private static final int MAX_BAD_MEMBERS = 100;

  /** One bad member of the params: its path, for example {@code args[0]}, and what is wrong. */
  public record BadMember(String name, String reason) {}

  public static RpcError of(int code, String message) {
    return new RpcError(code, message, Optional.empty());
  }

  public static RpcError parseError(String reason) {
    return of(PARSE_ERROR, "Parse error: " + reason);
  }

  public static RpcError invalidRequest(String reason) {
    return of(INVALID_REQUEST, "Invalid Request: " + reason);
  }

  public static RpcError methodNotFound(Collection<String> available) {
    JsonArray methods = new JsonArray();
    available.stream().sorted().forEach(methods::add);
    JsonObject data = new JsonObject();
    data.add("available_methods", methods);
    return new RpcError(METHOD_NOT_FOUND, "Method not found", Optional.of(data));
  }

  /**
   * {@code data} is {@code {"members":[{"name":"args[0]","reason":"…"}]}}. At most {@value
   * #MAX_BAD_MEMBERS} are named and {@code more} counts the others, so that the answer to a huge
   * request is not larger than the request.
   */
  public static RpcError invalidParams(List<BadMember> members) {
    JsonArray list = new JsonArray();
    for (BadMember member : members.subList(0, Math.min(members.size(), MAX_BAD_MEMBERS))) {
      JsonObject entry = new JsonObject();
      entry.addProperty("name", Json.shortened(member.name()));
      entry.addProperty("reason", member.reason());
      list.add(entry);
    }
    JsonObject data = new JsonObject();
    data.add("members", list);
    if (members.size() > MAX_BAD_MEMBERS) {
      data.addProperty("more", members.size() - MAX_BAD_MEMBERS);
    }
    return new RpcError(INVALID_PARAMS, "Invalid params", Optional.of(data));
  }

  public static RpcError internal(String correlationId) {
    JsonObject data = new JsonObject();
    data.addProperty("correlation_id", correlationId);
    return new RpcError(INTERNAL_ERROR, "Internal error", Optional.of(data));
  }

  /** One text for every reason, so that nobody learns which keys exist. */
  public static RpcError unauthenticated() {
    return of(UNAUTHENTICATED, "Missing or invalid API key");
  }

  public static RpcError unavailable() {
    return of(UNAVAILABLE, "Temporarily unavailable, try again");
  }

  /** {@code {"code":…,"message":…,"data":…}}. */
  public String toJson() {
    return "{\"code\":"
        + code
        + ",\"message\":"
        + Json.quote(message)
        + data.map(element -> ",\"data\":" + Json.write(element)).orElse("")
        + "}";
  }
}
