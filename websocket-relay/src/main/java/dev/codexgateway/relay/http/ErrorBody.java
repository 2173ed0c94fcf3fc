package dev.codexgateway.relay.http;

import dev.codexgateway.core.rpc.RpcError;
import java.nio.charset.StandardCharsets;

/** The JSON of refusals that are no JSON-RPC answers: {@code {"error":{"code","message"}}}. */
public final class ErrorBody {
  private ErrorBody() {}

  public static byte[] of(RpcError error) {
    return ("{\"error\":" + error.toJson() + "}").getBytes(StandardCharsets.UTF_8);
  }

  /** With the code that goes with the status. */
  public static byte[] plain(int status, String message) {
    return of(RpcError.of(code(status), message));
  }

  /** The JSON-RPC code that goes with an HTTP status. */
  public static int code(int status) {
    return switch (status) {
      case 401 -> RpcError.UNAUTHENTICATED;
      case 403 -> RpcError.FORBIDDEN;
      case 404 -> RpcError.NOT_FOUND;
      case 429 -> RpcError.RATE_LIMITED;
      case 500 -> RpcError.INTERNAL_ERROR;
      case 503 -> RpcError.UNAVAILABLE;
      default -> RpcError.INVALID_REQUEST;
    };
  }
}
