/** Google's emulators as child processes, and stand-ins for the services that have none. */
@NullMarked
package dev.codexgateway.emulators;

import org.jspecify.annotations.NullMarked;
