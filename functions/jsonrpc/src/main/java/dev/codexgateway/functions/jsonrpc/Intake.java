package dev.codexgateway.functions.jsonrpc;

import dev.codexgateway.core.key.Credentials;
import java.util.Optional;

/**
 * A request to {@code /jsonrpc}, decoded.
 *
 * @param body complete and within the limit
 */
record Intake(Credentials credentials, Optional<String> idempotencyKey, byte[] body) {}
