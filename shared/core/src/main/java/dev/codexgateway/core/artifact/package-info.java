/** Files that a job leaves behind. */
@NullMarked
package dev.codexgateway.core.artifact;

import org.jspecify.annotations.NullMarked;
