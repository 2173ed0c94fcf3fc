/** Stand-ins for Google's services: the emulators, and what has none. */
@NullMarked
package dev.codexgateway.cloud.services;

import org.jspecify.annotations.NullMarked;
