/** What one event loop does at the end of a turn and at each tick. */
@NullMarked
package dev.codexgateway.relay.loop;

import org.jspecify.annotations.NullMarked;
