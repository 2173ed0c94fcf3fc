/** The relay: one Netty server that lets clients watch jobs and carries an HTTP application. */
@NullMarked
package dev.codexgateway.relay;

import org.jspecify.annotations.NullMarked;
