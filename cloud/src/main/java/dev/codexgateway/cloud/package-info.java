/** Runs the cloud's shape on one machine. */
@NullMarked
package dev.codexgateway.cloud;

import org.jspecify.annotations.NullMarked;
