/** Who may ring: the accounts of the push subscription and of the scheduler. */
@NullMarked
package dev.codexgateway.functions.worker.caller;

import org.jspecify.annotations.NullMarked;
