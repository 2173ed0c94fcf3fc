/** Starts, observes and stops the programs under test, each in its own process. */
@NullMarked
package dev.codexgateway.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
