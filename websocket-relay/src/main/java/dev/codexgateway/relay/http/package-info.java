/** The HTTP/1.1 front: bounded reading, one virtual thread per request, answers in order. */
@NullMarked
package dev.codexgateway.relay.http;

import org.jspecify.annotations.NullMarked;
