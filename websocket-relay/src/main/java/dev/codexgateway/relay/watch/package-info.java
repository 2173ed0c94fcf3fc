/** Watching connections: admission, WebSocket and server-sent event sessions. */
@NullMarked
package dev.codexgateway.relay.watch;

import org.jspecify.annotations.NullMarked;
