/** JSON-RPC 2.0: messages, errors and the dispatcher, apart from any transport. */
@NullMarked
package dev.codexgateway.core.rpc;

import org.jspecify.annotations.NullMarked;
