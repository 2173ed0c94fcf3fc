/** {@code GET /health}: is the gateway there, and are its parts. Loads no client of anything. */
@NullMarked
package dev.codexgateway.functions.health;

import org.jspecify.annotations.NullMarked;
