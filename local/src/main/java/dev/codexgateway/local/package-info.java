/**
 * The whole gateway in one process: {@link dev.codexgateway.local.LocalGateway} starts the same
 * functions that run on Google Cloud, on an embedded store and one port.
 */
@NullMarked
package dev.codexgateway.local;

import org.jspecify.annotations.NullMarked;
