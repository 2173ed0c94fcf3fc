/**
 * {@code POST /jsonrpc}: {@link dev.codexgateway.functions.jsonrpc.JsonRpcFunction} decodes the
 * request, {@link dev.codexgateway.functions.jsonrpc.JsonRpcHandler} answers it through the methods
 * and the ports, and the function encodes the answer.
 */
@NullMarked
package dev.codexgateway.functions.jsonrpc;

import org.jspecify.annotations.NullMarked;
