/**
 * Drives a server over loopback and keeps the figures; cheap, since it shares the server's cores.
 */
@NullMarked
package dev.codexgateway.benchmarks.load;

import org.jspecify.annotations.NullMarked;
