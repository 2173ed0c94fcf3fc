package dev.codexgateway.core.rpc;

/** Ends a call with an error; carries no stack trace, since it is an answer and not a failure. */
public final class RpcException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient RpcError error;

  public RpcException(RpcError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  public RpcError error() {
    return error;
  }
}
