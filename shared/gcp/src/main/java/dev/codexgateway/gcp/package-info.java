/** The ports on Google Cloud. */
@NullMarked
package dev.codexgateway.gcp;

import org.jspecify.annotations.NullMarked;
