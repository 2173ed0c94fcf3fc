/** Topics, their ring of encoded events, and readers that are cursors into ring or store. */
@NullMarked
package dev.codexgateway.relay.hub;

import org.jspecify.annotations.NullMarked;
