/** The end-to-end suite: what every body of the gateway does, seen from outside. */
@NullMarked
package dev.codexgateway.acceptance;

import org.jspecify.annotations.NullMarked;
