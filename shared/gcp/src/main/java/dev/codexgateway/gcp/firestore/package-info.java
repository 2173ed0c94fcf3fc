/** Jobs, keys and tickets in Firestore. */
@NullMarked
package dev.codexgateway.gcp.firestore;

import org.jspecify.annotations.NullMarked;
