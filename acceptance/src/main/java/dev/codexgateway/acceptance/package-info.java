/** Drives a gateway from outside. */
@NullMarked
package dev.codexgateway.acceptance;

import org.jspecify.annotations.NullMarked;
