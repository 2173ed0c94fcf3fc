/** One strict JSON reader for everything that comes from outside, and small writers. */
@NullMarked
package dev.codexgateway.core.json;

import org.jspecify.annotations.NullMarked;
