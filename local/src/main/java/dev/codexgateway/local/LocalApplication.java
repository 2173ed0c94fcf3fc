package dev.codexgateway.local;

import com.google.cloud.functions.HttpFunction;
import dev.codexgateway.core.rpc.RpcError;
import dev.codexgateway.core.rpc.RpcId;
import dev.codexgateway.core.rpc.RpcReply;
import dev.codexgateway.functions.health.HealthFunction;
import dev.codexgateway.functions.jsonrpc.JsonRpcFunction;
import dev.codexgateway.functions.webhook.WebhookFunction;
import dev.codexgateway.relay.http.ErrorBody;
import dev.codexgateway.relay.http.HttpApplication;
import dev.codexgateway.relay.http.ServerRequest;
import dev.codexgateway.relay.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Carries the functions on the relay's server, each under its path. */
final class LocalApplication implements HttpApplication {
  private static final String RPC_PATH = "/jsonrpc";

  /** Room for the body of a POST where there is only GET, which is to hear that and not 413. */
  private static final int IGNORED_BODY_BYTES = 16 * 1024;

  private final HealthFunction health;
  private final JsonRpcFunction jsonRpc;
  private final WebhookFunction webhook;
  private final ArtifactRoute artifacts;
  private final ConsoleRoute console = new ConsoleRoute();
  private volatile boolean draining;

  LocalApplication(
      HealthFunction health,
      JsonRpcFunction jsonRpc,
      WebhookFunction webhook,
      ArtifactRoute artifacts) {
    this.health = health;
    this.jsonRpc = jsonRpc;
    this.webhook = webhook;
    this.artifacts = artifacts;
  }

  /** From here on nothing new is taken in. */
  void drain() {
    draining = true;
  }

  @Override
  public Optional<Route> route(String method, String path) {
    if (path.equals(RPC_PATH)) {
      return Optional.of(new Route(JsonRpcFunction.MAX_BODY_BYTES));
    }
    if (path.startsWith(WebhookFunction.PREFIX)) {
      return Optional.of(new Route(WebhookFunction.MAX_BODY_BYTES));
    }
    boolean known =
        path.equals("/health")
            || path.equals("/health/ready")
            || path.startsWith(ArtifactRoute.PREFIX)
            || console.has(path);
    return known ? Optional.of(new Route(IGNORED_BODY_BYTES)) : Optional.empty();
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) throws Exception {
    if (request.path().equals(RPC_PATH)) {
      intake(jsonRpc, request, response);
    } else if (request.path().startsWith(WebhookFunction.PREFIX)) {
      intake(webhook, request, response);
    } else if (request.path().startsWith(ArtifactRoute.PREFIX)) {
      artifacts.handle(request, response);
    } else if (console.has(request.path())) {
      console.handle(request, response);
    } else {
      call(health, request, response);
    }
  }

  private void intake(HttpFunction function, ServerRequest request, ServerResponse response)
      throws Exception {
    if (draining) {
      refuse(request.path(), response);
    } else {
      call(function, request, response);
    }
  }

  private static void call(HttpFunction function, ServerRequest request, ServerResponse response)
      throws Exception {
    FunctionResponse gathered = new FunctionResponse();
    function.service(new FunctionRequest(request), gathered);
    gathered.writeTo(response);
  }

  private void refuse(String path, ServerResponse response) {
    response
        .status(503)
        .header("Retry-After", "5")
        .header("Content-Type", "application/json")
        .body(transportError(path, 503, "The gateway is shutting down"));
  }

  @Override
  public byte[] transportError(String path, int status, String message) {
    if (!path.equals(RPC_PATH)) {
      return ErrorBody.plain(status, message);
    }
    int code = status == 503 ? RpcError.UNAVAILABLE : RpcError.INVALID_REQUEST;
    return rpcError(RpcError.of(status == 500 ? RpcError.INTERNAL_ERROR : code, message));
  }

  private static byte[] rpcError(RpcError error) {
    return new RpcReply.Failure(RpcId.NULL, error).toJson().getBytes(StandardCharsets.UTF_8);
  }
}
