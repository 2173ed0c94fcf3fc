/** The configuration file, {@code gateway.yaml}. */
@NullMarked
package dev.codexgateway.core.config;

import org.jspecify.annotations.NullMarked;
