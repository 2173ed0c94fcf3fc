/** Expressions over a delivery: CEL compiled with its place, evaluated within bounds. */
@NullMarked
package dev.codexgateway.hooks.cel;

import org.jspecify.annotations.NullMarked;
