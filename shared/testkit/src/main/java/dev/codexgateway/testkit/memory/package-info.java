/** All ports in memory, for tests: one lock, no threads of their own, nothing survives. */
@NullMarked
package dev.codexgateway.testkit.memory;

import org.jspecify.annotations.NullMarked;
