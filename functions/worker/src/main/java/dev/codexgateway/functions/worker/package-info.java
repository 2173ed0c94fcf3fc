/**
 * Runs jobs: {@link dev.codexgateway.functions.worker.WorkerFunction} decodes a push message,
 * {@link dev.codexgateway.functions.worker.Worker} claims the job, an {@code Attempt} runs it with
 * its {@code JobLog}, and the store gets the outcome. {@link
 * dev.codexgateway.functions.worker.Sweeper} rings again for what was forgotten.
 */
@NullMarked
package dev.codexgateway.functions.worker;

import org.jspecify.annotations.NullMarked;
