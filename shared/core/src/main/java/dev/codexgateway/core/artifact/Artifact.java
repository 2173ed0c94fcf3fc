package dev.codexgateway.core.artifact;

/**
 * A file that a job left behind.
 *
 * @param name relative path inside the job directory, with {@code /}
 * @param sizeBytes of the file
 * @param sha256 of its bytes, lower-case hex
 * @param contentType for example {@code text/plain}
 */
public record Artifact(String name, long sizeBytes, String sha256, String contentType) {}
