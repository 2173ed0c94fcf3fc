/** The numbered log of a job, and the feed that carries its new events live. */
@NullMarked
package dev.codexgateway.core.event;

import org.jspecify.annotations.NullMarked;
