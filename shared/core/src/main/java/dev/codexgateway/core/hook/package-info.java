/** Webhook deliveries: what came in, what was decided about it, and the inbox that keeps it. */
@NullMarked
package dev.codexgateway.core.hook;

import org.jspecify.annotations.NullMarked;
