/** Takes bells from a Pub/Sub pull subscription, for jobs longer than a push delivery may take. */
@NullMarked
package dev.codexgateway.functions.worker.pull;

import org.jspecify.annotations.NullMarked;
