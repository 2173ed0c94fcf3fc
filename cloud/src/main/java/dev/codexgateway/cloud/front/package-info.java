/** The one port behind which the functions and relays stand, as behind a load balancer. */
@NullMarked
package dev.codexgateway.cloud.front;

import org.jspecify.annotations.NullMarked;
