/** Kills a function or worker at a named point, from inside, by a platform around the real one. */
@NullMarked
package dev.codexgateway.acceptance.crash;

import org.jspecify.annotations.NullMarked;
