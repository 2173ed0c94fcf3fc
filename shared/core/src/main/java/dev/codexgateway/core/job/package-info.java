/** Jobs, attempts, the state machine and the store that is the truth about them. */
@NullMarked
package dev.codexgateway.core.job;

import org.jspecify.annotations.NullMarked;
