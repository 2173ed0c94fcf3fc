package dev.codexgateway.functions.webhook;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.codexgateway.core.job.JobId;
import dev.codexgateway.core.json.Json;
import dev.codexgateway.core.rpc.RpcError;
import java.util.List;
import java.util.Map;

/**
 * What goes back over HTTP.
 *
 * @param json empty where there is no body
 */
record Answer(int status, Map<String, String> headers, String json) {
  /** Authentic but unwanted is 200 with a reason: a 4xx would have the sender disable the hook. */
  static Answer of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted(List<JobId> jobs) -> ok(202, "accepted", jobs);
      case Outcome.AcceptedBare _ -> new Answer(200, Map.of(), "");
      case Outcome.Duplicate(List<JobId> jobs) -> ok(200, "duplicate", jobs);
      case Outcome.Ignored(var _, String reason) -> ignored(reason);
      case Outcome.Challenge(String json) -> new Answer(200, Map.of(), json);
      case Outcome.NotAuthentic(String reason) ->
          error(401, Map.of(), RpcError.of(RpcError.UNAUTHENTICATED, reason));
      case Outcome.Unreadable(int status, String reason) -> refused(status, reason);
      case Outcome.Unavailable _ -> unavailable();
    };
  }

  private static Answer ok(int status, String word, List<JobId> jobs) {
    JsonObject body = new JsonObject();
    body.addProperty("status", word);
    JsonArray ids = new JsonArray();
    jobs.forEach(job -> ids.add(job.value()));
    body.add("job_ids", ids);
    return new Answer(status, Map.of(), Json.write(body));
  }

  private static Answer ignored(String reason) {
    JsonObject body = new JsonObject();
    body.addProperty("status", "ignored");
    body.addProperty("reason", reason);
    return new Answer(200, Map.of(), Json.write(body));
  }

  private static Answer refused(int status, String reason) {
    return error(status, Map.of(), RpcError.of(RpcError.INVALID_REQUEST, reason));
  }

  private static Answer error(int status, Map<String, String> headers, RpcError error) {
    return new Answer(status, headers, "{\"error\":" + error.toJson() + "}");
  }

  static Answer unknownHook() {
    return error(404, Map.of(), RpcError.of(RpcError.NOT_FOUND, "There is no such hook"));
  }

  static Answer methodNotAllowed() {
    return error(
        405,
        Map.of("Allow", "POST"),
        RpcError.of(RpcError.INVALID_REQUEST, "Send the delivery with POST"));
  }

  static Answer tooLarge(int limitBytes) {
    return error(
        413,
        Map.of("Connection", "close"),
        RpcError.of(RpcError.INVALID_REQUEST, "The body is over " + limitBytes + " bytes"));
  }

  static Answer unavailable() {
    return error(503, Map.of("Retry-After", "5"), RpcError.unavailable());
  }

  static Answer internal(String correlationId) {
    return error(500, Map.of(), RpcError.internal(correlationId));
  }
}
