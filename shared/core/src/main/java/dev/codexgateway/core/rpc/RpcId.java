package dev.codexgateway.core.rpc;

/**
 * The id of a call, as the JSON text that the caller wrote, so that it is echoed digit for digit:
 * {@code "a"}, {@code 1}, {@code 1.0} and {@code null} are four ids (JSON-RPC 2.0 section 4).
 */
public record RpcId(String json) {
  /** The id {@code null}; also what a response carries where the id could not be read. */
  public static final RpcId NULL = new RpcId("null");
}
