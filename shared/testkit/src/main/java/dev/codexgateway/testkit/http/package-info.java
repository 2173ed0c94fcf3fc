/** Requests and responses of the functions framework without a server. */
@NullMarked
package dev.codexgateway.testkit.http;

import org.jspecify.annotations.NullMarked;
