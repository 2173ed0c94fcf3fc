/** Tests of the relay over real sockets. */
@NullMarked
package dev.codexgateway.relay;

import org.jspecify.annotations.NullMarked;
