/** Takes deliveries of webhooks. */
@NullMarked
package dev.codexgateway.functions.webhook;

import org.jspecify.annotations.NullMarked;
