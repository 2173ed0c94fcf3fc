package dev.codexgateway.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The gateway answered a call with a JSON-RPC error. */
final class RpcException extends CliException {
  private static final long serialVersionUID = 1L;

  private static final int METHOD_NOT_FOUND = -32601;
  private static final int INVALID_PARAMS = -32602;
  private static final int INTERNAL_ERROR = -32603;
  private static final int UNAUTHENTICATED = -32001;
  private static final int FORBIDDEN = -32002;
  private static final int NOT_FOUND = -32003;
  private static final int RATE_LIMITED = -32004;
  private static final int IDEMPOTENCY_CONFLICT = -32005;
  private static final int UNAVAILABLE = -32006;
  private static final int WRONG_STATE = -32007;

  private final int code;

  private RpcException(int code, int exitCode, String message) {
    super(exitCode, message);
    this.code = code;
  }

  /**
   * @param error {@code {"code":-32602,"message":"...","data":{...}}}
   */
  static RpcException of(String method, JsonObject error) {
    // A code that is no number is as good as none; the message still says what happened.
    int code = (int) Json.integer(error, "code").orElse(INTERNAL_ERROR);
    return new RpcException(code, exitCode(code), describe(method, code, error));
  }

  /** Whether the same call can succeed a little later. */
  boolean isPassing() {
    return code == RATE_LIMITED || code == UNAVAILABLE || code == INTERNAL_ERROR;
  }

  private static int exitCode(int code) {
    return switch (code) {
      case INVALID_PARAMS, IDEMPOTENCY_CONFLICT -> ExitCode.BAD_INPUT;
      case INTERNAL_ERROR -> ExitCode.INTERNAL;
      case UNAUTHENTICATED, FORBIDDEN -> ExitCode.NO_PERMISSION;
      case NOT_FOUND -> ExitCode.NOT_FOUND;
      case RATE_LIMITED -> ExitCode.TRY_LATER;
      case UNAVAILABLE -> ExitCode.UNAVAILABLE;
      default -> ExitCode.FAILED;
    };
  }

  private static String describe(String method, int code, JsonObject error) {
    String message = Printable.text(Json.string(error, "message").orElse("error " + code));
    String details =
        Json.object(error, "data")
            .filter(_ -> code != METHOD_NOT_FOUND && code != WRONG_STATE)
            .map(RpcException::details)
            .orElse("");
    String hint =
        switch (code) {
          case METHOD_NOT_FOUND -> " (this gateway has no method " + method + ")";
          case UNAUTHENTICATED -> " (check GATEWAY_API_KEY or --key-file)";
          default -> "";
        };
    return message + (details.isEmpty() ? "" : ": " + details) + hint;
  }

  /** {@code data} on one line: {@code args[0]: too long; env: not allowed}. */
  private static String details(JsonObject data) {
    List<JsonObject> members = Json.objects(data, "members");
    Stream<String> parts =
        members.isEmpty()
            ? data.entrySet().stream().map(entry -> part(entry.getKey(), entry.getValue()))
            : members.stream().map(member -> part(text(member, "name"), member.get("reason")));
    return parts.collect(Collectors.joining("; "));
  }

  private static String part(String name, @Nullable JsonElement value) {
    return Printable.text(name) + ": " + (value == null ? "refused" : value(value));
  }

  private static String text(JsonObject object, String member) {
    return Json.string(object, member).orElse("");
  }

  private static String value(JsonElement value) {
    return Printable.text(value.isJsonPrimitive() ? value.getAsString() : Json.text(value));
  }
}
