package dev.codexgateway.core.job;

/**
 * How much an attempt printed, in bytes as printed, also those that were not kept.
 *
 * @param truncated some of it is past the command's output limit and not in the log
 */
public record OutputCounts(long stdoutBytes, long stderrBytes, boolean truncated) {
  public static final OutputCounts NONE = new OutputCounts(0, 0, false);
}
