package dev.codexgateway.relay.http;

import java.net.SocketAddress;
import java.util.Optional;

/**
 * A complete request.
 *
 * @param method as sent, for example {@code GET}
 * @param path as sent, percent-escapes included, without the query; begins with {@code /} or is
 *     {@code *}
 * @param query what follows {@code ?}, as sent
 * @param body not copied; empty where there is none
 * @param remote the other end of the connection, which may be a proxy
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, compared never
public record ServerRequest(
    String method,
    String path,
    Optional<String> query,
    RequestHeaders headers,
    byte[] body,
    SocketAddress remote) {}
