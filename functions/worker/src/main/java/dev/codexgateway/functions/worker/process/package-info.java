/** Runs commands as processes. */
@NullMarked
package dev.codexgateway.functions.worker.process;

import org.jspecify.annotations.NullMarked;
