/** The cloud's shape while it is killed, frozen, cut off and rung at too often. */
@NullMarked
package dev.codexgateway.acceptance.force;

import org.jspecify.annotations.NullMarked;
