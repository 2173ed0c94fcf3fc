/** Emulators for tests: one process of each kind for all tests of a JVM. */
@NullMarked
package dev.codexgateway.emulators.junit;

import org.jspecify.annotations.NullMarked;
