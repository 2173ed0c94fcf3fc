package dev.codexgateway.functions.jsonrpc;

import dev.codexgateway.core.key.Principal;
import java.util.Optional;

/**
 * An authenticated request to {@code /jsonrpc}, decoded.
 *
 * @param idempotencyKey from the header {@code Idempotency-Key}
 * @param body complete and within the limit
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, compared never
record Intake(Principal principal, Optional<String> idempotencyKey, byte[] body) {}
