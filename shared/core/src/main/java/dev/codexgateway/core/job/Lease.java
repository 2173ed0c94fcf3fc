package dev.codexgateway.core.job;

/**
 * The right of one attempt to write to its job. Every write carries it and is refused once another
 * attempt holds the job, or the job has ended (fencing).
 */
public record Lease(JobId jobId, int attempt) {}
