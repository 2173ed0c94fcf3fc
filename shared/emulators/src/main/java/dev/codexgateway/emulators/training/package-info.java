/** Where a deployable is exercised while an archive of its classes is written. */
@NullMarked
package dev.codexgateway.emulators.training;

import org.jspecify.annotations.NullMarked;
