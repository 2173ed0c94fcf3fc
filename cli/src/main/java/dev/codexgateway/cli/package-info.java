/**
 * The {@code gateway} command: starts the one-machine gateway and talks to any gateway over its
 * public wire contract.
 */
@NullMarked
package dev.codexgateway.cli;

import org.jspecify.annotations.NullMarked;
