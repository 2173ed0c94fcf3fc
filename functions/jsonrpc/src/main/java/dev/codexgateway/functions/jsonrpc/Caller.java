package dev.codexgateway.functions.jsonrpc;

import dev.codexgateway.core.key.Principal;
import dev.codexgateway.core.key.Scope;
import dev.codexgateway.core.rpc.RpcError;
import dev.codexgateway.core.rpc.RpcException;
import java.util.Optional;

/**
 * What a method knows of who calls it.
 *
 * @param idempotencyKey from the header {@code Idempotency-Key}
 */
record Caller(Principal principal, Optional<String> idempotencyKey) {
  String owner() {
    return principal.owner();
  }

  /**
   * @throws RpcException {@code -32002} where the key lacks the scope
   */
  void require(Scope scope) throws RpcException {
    if (!principal.may(scope)) {
      throw new RpcException(RpcError.of(RpcError.FORBIDDEN, "The key lacks the scope " + scope));
    }
  }
}
