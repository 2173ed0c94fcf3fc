/** What the gateway costs on Google Cloud, computed from counted calls and list prices. */
@NullMarked
package dev.codexgateway.benchmarks.cost;

import org.jspecify.annotations.NullMarked;
