package dev.codexgateway.core.rpc;

import com.google.gson.JsonElement;
import java.util.Optional;

/**
 * One method.
 *
 * @param <C> what a method knows of its caller
 */
@FunctionalInterface
public interface RpcMethod<C> {
  /**
   * @param params as sent; absent where the caller sent none
   * @return the result
   * @throws RpcException with the error that the caller gets
   */
  JsonElement call(C caller, Optional<JsonElement> params) throws RpcException;
}
