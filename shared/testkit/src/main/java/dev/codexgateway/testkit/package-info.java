/**
 * One contract per port that every adapter passes, with fixtures and a clock that is set by hand.
 */
@NullMarked
package dev.codexgateway.testkit;

import org.jspecify.annotations.NullMarked;
