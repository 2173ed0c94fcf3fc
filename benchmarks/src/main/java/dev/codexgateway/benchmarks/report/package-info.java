/** What was measured, and how it is told. */
@NullMarked
package dev.codexgateway.benchmarks.report;

import org.jspecify.annotations.NullMarked;
