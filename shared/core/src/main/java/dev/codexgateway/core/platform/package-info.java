/** What an adapter family (one machine, Google Cloud) offers to the functions. */
@NullMarked
package dev.codexgateway.core.platform;

import org.jspecify.annotations.NullMarked;
