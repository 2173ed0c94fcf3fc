package dev.codexgateway.functions.jsonrpc;

import dev.codexgateway.core.rpc.RpcError;
import dev.codexgateway.core.rpc.RpcId;
import dev.codexgateway.core.rpc.RpcReply;
import java.util.Map;

/**
 * What goes back over HTTP.
 *
 * @param json empty where there is no body
 */
record Answer(int status, Map<String, String> headers, String json) {
  /** HTTP speaks for the transport, the body for the call. */
  static Answer of(RpcReply reply) {
    String json = RpcReply.text(reply);
    return switch (reply) {
      case RpcReply.Nothing() -> new Answer(204, Map.of(), "");
      case RpcReply.Result _, RpcReply.Batch _ -> new Answer(200, Map.of(), json);
      case RpcReply.Failure(_, RpcError error) -> failure(error, json);
    };
  }

  private static Answer failure(RpcError error, String json) {
    return switch (error.code()) {
      case RpcError.PARSE_ERROR, RpcError.INVALID_REQUEST -> new Answer(400, Map.of(), json);
      case RpcError.FORBIDDEN -> new Answer(403, Map.of(), json);
      case RpcError.UNAVAILABLE -> new Answer(503, Map.of("Retry-After", "1"), json);
      default -> new Answer(200, Map.of(), json);
    };
  }

  /** A refusal of the request as a whole. */
  static Answer refusal(int status, Map<String, String> headers, RpcError error) {
    return new Answer(status, headers, new RpcReply.Failure(RpcId.NULL, error).toJson());
  }

  static Answer unauthenticated() {
    return refusal(
        401,
        Map.of("WWW-Authenticate", "Bearer realm=\"codex-gateway\""),
        RpcError.unauthenticated());
  }

  static Answer badRequest(String reason) {
    return refusal(400, Map.of(), RpcError.invalidRequest(reason));
  }

  static Answer methodNotAllowed() {
    return refusal(
        405, Map.of("Allow", "POST"), RpcError.invalidRequest("send the call with POST"));
  }

  static Answer unsupportedMediaType() {
    return refusal(415, Map.of(), RpcError.invalidRequest("Content-Type must be application/json"));
  }

  static Answer tooLarge(int limitBytes) {
    return refusal(
        413,
        Map.of("Connection", "close"),
        RpcError.invalidRequest("the body is over " + limitBytes + " bytes"));
  }

  static Answer unavailable() {
    return refusal(503, Map.of("Retry-After", "1"), RpcError.unavailable());
  }

  static Answer internal(String correlationId) {
    return refusal(500, Map.of(), RpcError.internal(correlationId));
  }
}
