/** Values that must not reach a log, an error or a result. */
@NullMarked
package dev.codexgateway.core.secret;

import org.jspecify.annotations.NullMarked;
