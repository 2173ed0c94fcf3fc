/** The goals for speed and memory, measured on the real gateway; benchmarks/README.md explains. */
@NullMarked
package dev.codexgateway.benchmarks;

import org.jspecify.annotations.NullMarked;
