/** What goes over a watching connection, as bytes: WebSocket frames, server-sent events. */
@NullMarked
package dev.codexgateway.relay.wire;

import org.jspecify.annotations.NullMarked;
