/** Whether a delivery comes from whom it claims to: one verifier for each way of signing. */
@NullMarked
package dev.codexgateway.hooks.verify;

import org.jspecify.annotations.NullMarked;
