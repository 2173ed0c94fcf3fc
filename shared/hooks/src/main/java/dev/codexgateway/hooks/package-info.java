/** Verifies deliveries and maps them to jobs. */
@NullMarked
package dev.codexgateway.hooks;

import org.jspecify.annotations.NullMarked;
